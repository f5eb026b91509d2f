package io.himar.refine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;

/** Records of several partitions that are read together: each partition from its first wanted offset to its last. */
final class WantedRecords {
    /** Those still wanted of each partition, in the order of their offsets; never empty. */
    private final Map<TopicPartition, Deque<WantedRecord>> wanted = new HashMap<>();

    WantedRecords(List<WantedRecord> all) {
        all.stream()
                .sorted(Comparator.comparingLong(WantedRecord::offset))
                .forEach(each -> wanted.computeIfAbsent(each.partition(), same -> new ArrayDeque<>())
                        .add(each));
    }

    /**
     * Settles those that are there. The others are left as they are.
     *
     * @throws org.apache.kafka.common.KafkaException if the brokers cannot be asked
     */
    void read(Consumer<byte[], byte[]> consumer, Duration patience) {
        consumer.assign(Set.copyOf(wanted.keySet()));
        wanted.forEach((partition, records) ->
                consumer.seek(partition, records.getFirst().offset()));
        long end = System.nanoTime() + patience.toNanos();
        for (long left = patience.toNanos(); left > 0 && !wanted.isEmpty(); left = end - System.nanoTime()) {
            try {
                settle(consumer, consumer.poll(Duration.ofNanos(left)));
            } catch (InvalidOffsetException e) {
                forget(consumer, e.partitions());
            }
        }
    }

    private void settle(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            Deque<WantedRecord> left = wanted.getOrDefault(partition, new ArrayDeque<>());
            long next = 0;
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                settle(left, record);
                next = record.offset() + 1;
            }
            if (left.isEmpty()) {
                forget(consumer, List.of(partition));
            } else if (left.getFirst().offset() > next) {
                consumer.seek(partition, left.getFirst().offset());
            }
        }
    }

    /** What lies before the record that came is not there any more. */
    private static void settle(Deque<WantedRecord> left, ConsumerRecord<byte[], byte[]> record) {
        while (!left.isEmpty() && left.getFirst().offset() <= record.offset()) {
            WantedRecord first = left.removeFirst();
            if (first.offset() == record.offset()) {
                first.found(record.value());
            } else {
                first.missing();
            }
        }
    }

    private void forget(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        wanted.keySet().removeAll(partitions);
        consumer.assign(Set.copyOf(wanted.keySet()));
    }
}
