package io.himar.scheduler;

import io.himar.contracts.deadletters.DeadLetterHeaders;
import io.himar.contracts.deadletters.DeadLetterSender;
import io.himar.contracts.deadletters.Unusable;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts reports that cannot be used among the dead letters. */
final class DeadReports {
    private static final Logger log = LoggerFactory.getLogger(DeadReports.class);

    private final DeadLetterSender letters;
    private final SchedulerMetrics metrics;

    DeadReports(Publisher publisher, SchedulerMetrics metrics) {
        this.letters = new DeadLetterSender(letter -> publisher.send(texted(letter)));
        this.metrics = metrics;
    }

    /**
     * Returns when the record is kept.
     *
     * @throws CompletionException if no broker took it
     */
    void bury(ConsumerRecord<String, byte[]> record, String reason) {
        String origin = record.topic() + "-" + record.partition() + "@" + record.offset();
        Optional<byte[]> key = Optional.ofNullable(record.key()).map(DeadLetterHeaders::bytes);
        byte[] value = record.value() == null ? new byte[0] : record.value();
        letters.send(new Unusable(record.topic(), origin, key, value, record.headers()), reason)
                .join();
        metrics.reportUnreadable();
        log.warn("Report {} cannot be used and went to the dead letters: {}", origin, reason);
    }

    private static ProducerRecord<String, byte[]> texted(ProducerRecord<byte[], byte[]> letter) {
        String key = letter.key() == null ? null : new String(letter.key(), StandardCharsets.UTF_8);
        return new ProducerRecord<>(letter.topic(), null, key, letter.value(), letter.headers());
    }
}
