/** The dead letters of a Kafka: read, shown and sent again. */
package io.himar.standalone.deadletters;
