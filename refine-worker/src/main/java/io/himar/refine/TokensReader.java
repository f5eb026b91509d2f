package io.himar.refine;

import com.google.protobuf.InvalidProtocolBufferException;
import io.himar.contracts.ConditionTokens;
import io.himar.contracts.DrawnBy;
import io.himar.contracts.RefineTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads single records of condition tokens. Whatever stands in the way is no failure, for the tokens are kept as an
 * object, too. Safe for use by many threads: one of them reads for all that wait.
 */
final class TokensReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TokensReader.class);

    /** After this the kept object is the faster way. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Queue<WantedRecord> waiting = new ConcurrentLinkedQueue<>();

    /** @param consumer without a group, which this reader closes */
    TokensReader(Consumer<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.topic = topic;
    }

    /**
     * The values in the record that the task names, if it is there, is this image's and of the same weights as the kept
     * object, and has so many bytes.
     */
    Optional<byte[]> read(RefineTask task, int bytes) {
        String image = task.getTask().getLease().getImageId();
        try {
            Optional<byte[]> values = record(task)
                    .map(TokensReader::parsed)
                    .filter(tokens -> tokens.getTask().getLease().getImageId().equals(image))
                    .filter(tokens -> DrawnBy.key(tokens.getPivotKey()).equals(DrawnBy.key(task.getPivotKey())))
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
        TopicPartition partition = new TopicPartition(topic, task.getTokens().getPartition());
        WantedRecord wanted = new WantedRecord(partition, task.getTokens().getOffset());
        waiting.add(wanted);
        if (!hasTurn()) {
            waiting.remove(wanted);
            return Optional.empty();
        }
        try {
            // Whoever had the turn before may have read it.
            if (!wanted.isSettled()) {
                readAllWaiting();
            }
        } finally {
            turn.unlock();
        }
        return wanted.value();
    }

    private boolean hasTurn() {
        try {
            return turn.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void readAllWaiting() {
        List<WantedRecord> wanted = new ArrayList<>();
        for (WantedRecord each = waiting.poll(); each != null; each = waiting.poll()) {
            wanted.add(each);
        }
        try {
            new WantedRecords(wanted).read(consumer, PATIENCE);
        } finally {
            wanted.forEach(WantedRecord::missing);
        }
    }

    private static ConditionTokens parsed(byte[] value) {
        try {
            return ConditionTokens.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            return ConditionTokens.getDefaultInstance();
        }
    }

    private String place(RefineTask task) {
        return topic + "-" + task.getTokens().getPartition() + " at offset "
                + task.getTokens().getOffset();
    }
}
