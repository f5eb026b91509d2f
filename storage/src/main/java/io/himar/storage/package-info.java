/** What the services keep: the schema of the database. Jobs are in {@code jobs}, objects in {@code objects}. */
package io.himar.storage;
