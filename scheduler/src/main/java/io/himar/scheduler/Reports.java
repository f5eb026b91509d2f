package io.himar.scheduler;

import com.google.protobuf.InvalidProtocolBufferException;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.InvalidMessageException;
import io.himar.contracts.Messages;
import io.himar.contracts.WorkerStatus;
import io.himar.scheduler.scheduling.ReportIntake;
import io.himar.storage.sql.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Takes in what workers report and announce: poll, decode, apply as one batch, commit. A record ends in the database,
 * or, where it cannot be read, among the dead letters; while neither is possible it stays where it is and is read
 * again.
 */
final class Reports implements AutoCloseable {
    // Also the longest time that closing waits.
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration BETWEEN_NOTES = Duration.ofSeconds(1);

    private final KafkaClients clients;
    private final KafkaTopics topics;
    private final ReportIntake intake;
    private final DeadReports dead;
    private Consumer<String, byte[]> consumer;
    private long notedAt = System.nanoTime() - BETWEEN_NOTES.toNanos();
    private volatile Set<String> partitions = Set.of();

    Reports(KafkaClients clients, KafkaTopics topics, ReportIntake intake, DeadReports dead) {
        this.clients = clients;
        this.topics = topics;
        this.intake = intake;
        this.dead = dead;
    }

    /** All partitions in which workers report, as far as they are known. */
    Collection<String> partitions() {
        return partitions;
    }

    /**
     * Takes in what has arrived, waiting a moment for it.
     *
     * @param afterwards what to do when images may have changed
     * @return whether to go on at once; false while there are no topics to read
     */
    boolean takeIn(Runnable afterwards) {
        if (consumer == null) {
            if (!topics.ready()) {
                return false;
            }
            consumer = clients.reports();
            consumer.subscribe(sources());
        }
        long begun = System.nanoTime();
        ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
        try {
            if (!records.isEmpty()) {
                apply(records);
                consumer.commitSync();
                afterwards.run();
            }
            noteRead(begun);
        } catch (RuntimeException e) {
            // Read again what was not applied; what was, has no effect the second time.
            records.partitions()
                    .forEach(each ->
                            consumer.seek(each, records.records(each).get(0).offset()));
            throw e;
        }
        return true;
    }

    private List<String> sources() {
        return List.of(topics.names().imageEvents(), topics.names().workers());
    }

    /** Each partition is read up to the last time at which nothing more was waiting in it. */
    private void noteRead(long begun) {
        if (begun - notedAt < BETWEEN_NOTES.toNanos() || !topics.ready()) {
            return;
        }
        Set<String> all = new TreeSet<>();
        sources()
                .forEach(topic -> consumer.partitionsFor(topic)
                        .forEach(each -> all.add(new TopicPartition(topic, each.partition()).toString())));
        partitions = Set.copyOf(all);
        List<String> read = consumer.assignment().stream()
                // Unknown until the first answer of a broker; and an old answer while there is no broker.
                .filter(each -> consumer.currentLag(each).orElse(1) == 0)
                .map(TopicPartition::toString)
                .toList();
        if (!read.isEmpty()) {
            intake.noteRead(read, Duration.ofNanos(System.nanoTime() - begun));
        }
        notedAt = begun;
    }

    private void apply(ConsumerRecords<String, byte[]> records) {
        Map<String, Long> latest = new HashMap<>();
        records.records(topics.names().imageEvents()).forEach(record -> latest.put(record.key(), record.offset()));
        Batch batch = new Batch();
        for (ConsumerRecord<String, byte[]> record : records) {
            boolean superseded = latest.getOrDefault(record.key(), -1L) > record.offset();
            try {
                batch.add(record, superseded);
            } catch (InvalidProtocolBufferException | InvalidMessageException e) {
                dead.bury(record, e.getMessage());
            }
        }
        batch.take();
    }

    /** What was read together. */
    private final class Batch {
        private final List<ImageEvent> reports = new ArrayList<>();
        private final List<ConsumerRecord<String, byte[]>> origins = new ArrayList<>();
        private final List<WorkerStatus> announcements = new ArrayList<>();

        void add(ConsumerRecord<String, byte[]> record, boolean superseded) throws InvalidProtocolBufferException {
            byte[] bytes = record.value() == null ? new byte[0] : record.value();
            if (record.topic().equals(topics.names().workers())) {
                announcements.add(Messages.requireValid(WorkerStatus.parseFrom(bytes)));
                return;
            }
            ImageEvent report = Messages.requireValid(ImageEvent.parseFrom(bytes));
            // Of many steps that arrive together only the last report of an image says anything new.
            if (!(superseded && report.hasStageProgress())) {
                reports.add(report);
                origins.add(record);
            }
        }

        void take() {
            try {
                intake.take(reports, announcements);
            } catch (StorageException e) {
                if (e.retryable()) {
                    throw e;
                }
                takeOneByOne();
            }
        }

        /** One of them holds what the database refuses for ever: the others must not suffer for it. */
        private void takeOneByOne() {
            intake.take(List.of(), announcements);
            for (int i = 0; i < reports.size(); i++) {
                try {
                    intake.take(List.of(reports.get(i)), List.of());
                } catch (StorageException e) {
                    if (e.retryable()) {
                        throw e;
                    }
                    dead.bury(origins.get(i), e.getMessage());
                }
            }
        }
    }

    /** To be called when the loop has ended: a consumer belongs to one thread at a time. */
    @Override
    public void close() {
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }
}
