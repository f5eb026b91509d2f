package io.himar.standalone.deadletters;

import io.himar.contracts.deadletters.DeadLetterHeaders;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * A record that could not be used.
 *
 * @param id where it lies: {@code topic-partition@offset}
 * @param from the topic that it came from
 * @param at when it was put among the dead letters
 * @param redrivenAt when it was sent again
 */
public record DeadLetter(
        String id,
        String topic,
        int partition,
        long offset,
        String from,
        Instant at,
        Optional<Instant> redrivenAt,
        Optional<byte[]> key,
        byte[] value,
        Headers headers) {
    static final String SUFFIX = ".dlt";

    static DeadLetter of(ConsumerRecord<byte[], byte[]> record) {
        return new DeadLetter(
                id(record.topic(), record.partition(), record.offset()),
                record.topic(),
                record.partition(),
                record.offset(),
                record.topic().substring(0, record.topic().length() - SUFFIX.length()),
                Instant.ofEpochMilli(record.timestamp()),
                Optional.empty(),
                Optional.ofNullable(record.key()),
                record.value() == null ? new byte[0] : record.value(),
                record.headers());
    }

    static String id(String topic, int partition, long offset) {
        return topic + "-" + partition + "@" + offset;
    }

    DeadLetter redriven(Instant when) {
        return new DeadLetter(id, topic, partition, offset, from, at, Optional.of(when), key, value, headers);
    }

    /** Why it could not be used. */
    public String cause() {
        return header(DeadLetterHeaders.REASON).orElse("unknown");
    }

    public Optional<String> header(String name) {
        return DeadLetterHeaders.text(headers, name);
    }

    /** How many bytes it had, if only the first are kept: then it cannot be sent again. */
    public OptionalLong cutFrom() {
        return header(DeadLetterHeaders.CUT_FROM)
                .map(size -> OptionalLong.of(Long.parseLong(size)))
                // Cut by a version that said so in its reason alone.
                .orElse(
                        cause().toLowerCase(Locale.ROOT).contains("(cut, it had ")
                                ? OptionalLong.of(value.length)
                                : OptionalLong.empty());
    }
}
