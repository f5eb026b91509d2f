package io.himar.refine;

import com.google.protobuf.InvalidProtocolBufferException;
import io.himar.contracts.ConditionTokens;
import io.himar.contracts.RefineTask;
import io.himar.contracts.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads single records of {@code himar.condition-tokens}. Whatever stands in the way is no failure, for the tokens are
 * kept as an object, too. Safe for use by many threads, which take turns.
 */
final class TokensReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TokensReader.class);

    /** After this the kept object is the faster way. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;
    private final ReentrantLock turn = new ReentrantLock(true);

    /** @param consumer without a group, which this reader closes */
    TokensReader(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** The values in the record that the task names, if it is there, is this image's, and has so many bytes. */
    Optional<byte[]> read(RefineTask task, int bytes) {
        String image = task.getTask().getLease().getImageId();
        try {
            Optional<byte[]> values = record(task)
                    .map(TokensReader::parsed)
                    .filter(tokens -> tokens.getTask().getLease().getImageId().equals(image))
                    .map(tokens -> tokens.getValues().toByteArray())
                    .filter(found -> found.length == bytes);
            if (values.isEmpty()) {
                log.info("Image {}: its condition tokens are not in {}", image, place(task));
            }
            return values;
        } catch (KafkaException e) {
            log.info("Image {}: its condition tokens cannot be read from {}: {}", image, place(task), e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            consumer.close();
        } finally {
            turn.unlock();
        }
    }

    private Optional<byte[]> record(RefineTask task) {
        TopicPartition partition =
                new TopicPartition(Topics.CONDITION_TOKENS, task.getTokens().getPartition());
        if (!hasTurn()) {
            return Optional.empty();
        }
        try {
            return polled(partition, task.getTokens().getOffset());
        } finally {
            turn.unlock();
        }
    }

    private boolean hasTurn() {
        try {
            return turn.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Optional<byte[]> polled(TopicPartition partition, long offset) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Duration left = PATIENCE; !left.isNegative(); left = Duration.ofNanos(end - System.nanoTime())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(left)) {
                return record.offset() == offset ? Optional.ofNullable(record.value()) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static ConditionTokens parsed(byte[] value) {
        try {
            return ConditionTokens.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            return ConditionTokens.getDefaultInstance();
        }
    }

    private static String place(RefineTask task) {
        return Topics.CONDITION_TOKENS + "-" + task.getTokens().getPartition() + " at offset "
                + task.getTokens().getOffset();
    }
}
