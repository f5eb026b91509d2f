package io.himar.scheduler;

import io.himar.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what cannot be used among the dead letters, with the reason and where it came from. */
final class DeadReports {
    private static final Logger log = LoggerFactory.getLogger(DeadReports.class);

    /** Of a record that is too large to be kept whole with its headers. */
    private static final int KEPT_BYTES = 64 * 1024;

    private final Publisher publisher;
    private final SchedulerMetrics metrics;

    DeadReports(Publisher publisher, SchedulerMetrics metrics) {
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /**
     * Returns when the record is kept.
     *
     * @throws CompletionException if no broker took it
     */
    void bury(ConsumerRecord<String, byte[]> record, String reason) {
        try {
            publisher.send(dead(record, record.value(), reason)).join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
            String cut = reason + " (cut, it had " + record.value().length + " bytes)";
            publisher
                    .send(dead(record, Arrays.copyOf(record.value(), KEPT_BYTES), cut))
                    .join();
        }
        metrics.reportUnreadable();
        log.warn("Report {} cannot be used and went to the dead letters: {}", origin(record), reason);
    }

    private static ProducerRecord<String, byte[]> dead(
            ConsumerRecord<String, byte[]> record, byte[] value, String reason) {
        ProducerRecord<String, byte[]> dead =
                new ProducerRecord<>(Topics.deadLetters(record.topic()), record.key(), value);
        dead.headers().add("himar-reason", reason.getBytes(StandardCharsets.UTF_8));
        dead.headers().add("himar-origin", origin(record).getBytes(StandardCharsets.UTF_8));
        return dead;
    }

    private static String origin(ConsumerRecord<String, byte[]> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }
}
