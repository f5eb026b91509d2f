package io.himar.refine;

import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** A record that somebody waits for. It is settled once, by whoever reads. */
final class WantedRecord {
    private final TopicPartition partition;
    private final long offset;
    // Written by the reader, read by the one who waits: the reader's turn lies between.
    private Optional<byte[]> value = Optional.empty();
    private boolean settled;

    WantedRecord(TopicPartition partition, long offset) {
        this.partition = partition;
        this.offset = offset;
    }

    TopicPartition partition() {
        return partition;
    }

    long offset() {
        return offset;
    }

    void found(byte[] bytes) {
        value = Optional.ofNullable(bytes);
        settled = true;
    }

    /** Says that it is not there, unless it was found. */
    void missing() {
        settled = true;
    }

    boolean isSettled() {
        return settled;
    }

    /** The record's value; empty if it has none or is not there. */
    Optional<byte[]> value() {
        return value;
    }
}
