package io.himar.scheduler;

import com.google.protobuf.InvalidProtocolBufferException;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.InvalidMessageException;
import io.himar.contracts.Messages;
import io.himar.contracts.Topics;
import io.himar.storage.jobs.StorageException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in the reports of workers: poll, decode, apply, commit. A record ends in the database, or, where it cannot be
 * read, among the dead letters; while neither is possible it stays where it is and is read again.
 */
final class Reports implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Reports.class);
    // Also the longest time that closing waits.
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final KafkaClients clients;
    private final KafkaTopics topics;
    private final ReportHandler handler;
    private final Publisher publisher;
    private final Clock clock;
    private final SchedulerMetrics metrics;
    private Consumer<String, byte[]> consumer;
    private final Map<TopicPartition, Instant> heard = new HashMap<>();
    private volatile Instant heardUntil = Instant.EPOCH;

    Reports(
            KafkaClients clients,
            KafkaTopics topics,
            ReportHandler handler,
            Publisher publisher,
            Clock clock,
            SchedulerMetrics metrics) {
        this.clients = clients;
        this.topics = topics;
        this.handler = handler;
        this.publisher = publisher;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Everything that workers had reported by then is in the database. After an outage of the scheduler, of Postgres or
     * of Kafka this stays behind until the reports are read that have piled up, so that no lease is ended whose renewal
     * is among them.
     */
    Instant heardUntil() {
        return heardUntil;
    }

    /**
     * Takes in what has arrived, waiting a moment for it.
     *
     * @return whether to go on at once; false while there are no topics to read
     */
    boolean takeIn() {
        if (consumer == null) {
            if (!topics.ready()) {
                return false;
            }
            consumer = clients.reports();
            consumer.subscribe(List.of(Topics.IMAGE_EVENTS));
        }
        Instant begun = clock.instant();
        ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
        Map<TopicPartition, Long> next = new HashMap<>();
        records.partitions().forEach(p -> next.put(p, records.records(p).get(0).offset()));
        try {
            applyAll(records, next);
            if (!records.isEmpty()) {
                consumer.commitSync();
            }
            noteHeard(begun);
        } catch (RuntimeException e) {
            // Read again what was not applied; what was, has no effect the second time.
            next.forEach(consumer::seek);
            throw e;
        }
        return true;
    }

    /** Each partition is heard up to the last time at which nothing more was waiting in it. */
    private void noteHeard(Instant at) {
        Set<TopicPartition> assigned = consumer.assignment();
        heard.keySet().retainAll(assigned);
        for (TopicPartition partition : assigned) {
            // Unknown until the first answer of a broker; and an old answer while there is no broker.
            if (topics.ready() && consumer.currentLag(partition).orElse(1) == 0) {
                heard.put(partition, at);
            }
        }
        heardUntil =
                assigned.isEmpty() || heard.size() < assigned.size() ? Instant.EPOCH : Collections.min(heard.values());
    }

    private void applyAll(ConsumerRecords<String, byte[]> records, Map<TopicPartition, Long> next) {
        Map<String, Long> latest = new HashMap<>();
        records.forEach(record -> latest.put(record.key(), record.offset()));
        for (ConsumerRecord<String, byte[]> record : records) {
            boolean superseded = latest.get(record.key()) > record.offset();
            apply(record, superseded);
            next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        }
    }

    private void apply(ConsumerRecord<String, byte[]> record, boolean superseded) {
        try {
            ImageEvent report = Messages.requireValid(ImageEvent.parseFrom(bytes(record)));
            // Of many steps that arrive together only the last report of an image needs to renew its lease.
            if (!(superseded && report.hasStageProgress())) {
                handler.apply(report);
            }
        } catch (InvalidProtocolBufferException | InvalidMessageException e) {
            bury(record, e.getMessage());
        } catch (StorageException e) {
            if (e.retryable()) {
                throw e;
            }
            bury(record, e.getMessage());
        }
    }

    private static byte[] bytes(ConsumerRecord<String, byte[]> record) {
        return record.value() == null ? new byte[0] : record.value();
    }

    private void bury(ConsumerRecord<String, byte[]> record, String reason) {
        ProducerRecord<String, byte[]> dead =
                new ProducerRecord<>(Topics.IMAGE_EVENTS_DEAD, record.key(), record.value());
        String origin = record.topic() + "-" + record.partition() + "@" + record.offset();
        dead.headers().add("himar-reason", reason.getBytes(StandardCharsets.UTF_8));
        dead.headers().add("himar-origin", origin.getBytes(StandardCharsets.UTF_8));
        publisher.send(dead).join();
        metrics.reportUnreadable();
        log.warn("Report {} cannot be used and went to {}: {}", origin, Topics.IMAGE_EVENTS_DEAD, reason);
    }

    /** To be called when the loop has ended: a consumer belongs to one thread at a time. */
    @Override
    public void close() {
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }
}
