/** Publishing to Kafka. */
package io.himar.worker.kafka;
