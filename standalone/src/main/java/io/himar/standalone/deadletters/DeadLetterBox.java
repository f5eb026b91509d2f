package io.himar.standalone.deadletters;

import io.himar.contracts.deadletters.DeadLetterHeaders;
import io.himar.standalone.SuiteException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all dead letters of an installation. It belongs to no group and moves no offsets. */
public final class DeadLetterBox {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaAccess kafka;

    public DeadLetterBox(KafkaAccess kafka) {
        this.kafka = kafka;
    }

    /**
     * All dead letters, the oldest first.
     *
     * @throws SuiteException in a sentence, if Kafka does not answer
     */
    public List<DeadLetter> letters() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings())) {
            List<DeadLetter> letters = new ArrayList<>();
            Map<String, Instant> redriven = new HashMap<>();
            for (ConsumerRecord<byte[], byte[]> record : records(consumer)) {
                Optional<String> note = DeadLetterHeaders.text(record.headers(), DeadLetterHeaders.NOTE);
                if (note.isPresent()) {
                    String id = DeadLetter.id(record.topic(), record.partition(), Long.parseLong(note.get()));
                    redriven.put(id, Instant.ofEpochMilli(record.timestamp()));
                } else {
                    letters.add(DeadLetter.of(record));
                }
            }
            return letters.stream()
                    .map(letter -> Optional.ofNullable(redriven.get(letter.id()))
                            .map(letter::redriven)
                            .orElse(letter))
                    .sorted(Comparator.comparing(DeadLetter::at).thenComparing(DeadLetter::id))
                    .toList();
        } catch (KafkaException e) {
            throw new SuiteException("Kafka at " + kafka.address() + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = kafka.client();
        settings.put("key.deserializer", ByteArrayDeserializer.class);
        settings.put("value.deserializer", ByteArrayDeserializer.class);
        settings.put("enable.auto.commit", false);
        settings.put("isolation.level", "read_committed");
        settings.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
        return settings;
    }

    private List<ConsumerRecord<byte[], byte[]>> records(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
            consumer.poll(POLL).forEach(records::add);
        }
        return records;
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        Map<String, List<PartitionInfo>> topics = consumer.listTopics();
        return kafka.topics().all().stream()
                .filter(topic -> topic.endsWith(DeadLetter.SUFFIX) && topics.containsKey(topic))
                .flatMap(topic -> topics.get(topic).stream())
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
    }
}
