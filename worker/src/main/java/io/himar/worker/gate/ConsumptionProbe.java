package io.himar.worker.gate;

import io.himar.contracts.Topics;
import io.himar.worker.kafka.Publisher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Whether what is addressed to this worker reaches it, proved from end to end: the worker sends records to itself, one
 * into each partition of its tasks, and hears them where it hears its tasks. A partition that takes no record cannot
 * bring tasks either, and does not count.
 */
public final class ConsumptionProbe implements Gate {
    /** Header of a probe: the number of its round. */
    public static final String HEADER = "himar-probe";

    static final String DEPENDENCY = "broker";

    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(10);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
    private static final byte[] EMPTY = {};

    private final Publisher publisher;
    private final String topic;
    private final byte[] worker;
    private final LongSupplier nanoTime;
    private final Map<Integer, PartitionEcho> echoes = new HashMap<>();
    private long round;
    private long roundAt;
    private boolean heard;
    private long heardAt;

    /**
     * @param topic of this worker's tasks
     * @param worker by which tasks are addressed to it
     * @param nanoTime a clock as {@link System#nanoTime} is
     */
    public ConsumptionProbe(Publisher publisher, String topic, String worker, LongSupplier nanoTime) {
        this.publisher = publisher;
        this.topic = topic;
        this.worker = worker.getBytes(StandardCharsets.UTF_8);
        this.nanoTime = nanoTime;
    }

    @Override
    public String dependency() {
        return DEPENDENCY;
    }

    /** A probe came back. */
    public synchronized void heard(int partition, long round) {
        echoes.computeIfAbsent(partition, p -> new PartitionEcho()).heard(round);
        heard = true;
        heardAt = nanoTime.getAsLong();
    }

    @Override
    public Optional<String> shutBecause() {
        Optional<String> obstacle = obstacle();
        if (due(obstacle.isPresent())) {
            Optional<String> unreachable = sendRound();
            return obstacle.isPresent() ? unreachable.or(() -> obstacle) : obstacle;
        }
        return obstacle;
    }

    private synchronized boolean due(boolean shut) {
        return shut || round == 0 || nanoTime.getAsLong() - roundAt >= BETWEEN_ROUNDS.toNanos();
    }

    private synchronized Optional<String> obstacle() {
        long now = nanoTime.getAsLong();
        if (!heard) {
            return Optional.of("no record has come through " + topic + " yet");
        }
        for (Map.Entry<Integer, PartitionEcho> each : echoes.entrySet()) {
            if (each.getValue().deaf(now, LONGEST_SILENCE.toNanos())) {
                return Optional.of("records are not heard from partition " + each.getKey() + " of " + topic);
            }
        }
        return now - heardAt < LONGEST_SILENCE.toNanos()
                ? Optional.empty()
                : Optional.of("no record has come through " + topic + " for " + LONGEST_SILENCE.toSeconds() + " s");
    }

    private Optional<String> sendRound() {
        long number = begin();
        try {
            int partitions = publisher.partitions(topic);
            for (int partition = 0; partition < partitions; partition++) {
                send(partition, number);
            }
            return Optional.empty();
        } catch (KafkaException | org.springframework.kafka.KafkaException e) {
            return Optional.of("Kafka does not answer for " + topic + ": " + e.getMessage());
        }
    }

    private synchronized long begin() {
        roundAt = nanoTime.getAsLong();
        return ++round;
    }

    private void send(int partition, long number) {
        ProducerRecord<byte[], byte[]> probe = new ProducerRecord<>(topic, partition, null, EMPTY);
        probe.headers()
                .add(Topics.WORKER_HEADER, worker)
                .add(HEADER, Long.toString(number).getBytes(StandardCharsets.UTF_8));
        sent(partition, number);
        CompletableFuture<?> unused =
                publisher.publish(probe).whenComplete((stored, failure) -> ended(partition, number, failure == null));
    }

    private synchronized void sent(int partition, long number) {
        echoes.computeIfAbsent(partition, p -> new PartitionEcho()).sent(number, nanoTime.getAsLong());
    }

    private synchronized void ended(int partition, long number, boolean stored) {
        if (stored) {
            echoes.get(partition).stored();
        } else {
            echoes.get(partition).notStored(number);
        }
    }
}
