/**
 * Real Postgres, Kafka and S3 servers in this JVM, or as processes of it, each with its data in a directory that it
 * holds alone. Read {@link io.himar.embedded.EmbeddedPostgresServer} first. What a server cannot use any more it mends
 * or names, and {@link io.himar.embedded.ServerNotices} tells its owner.
 */
package io.himar.embedded;
