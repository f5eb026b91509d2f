package io.himar.worker.intake;

import com.google.protobuf.InvalidProtocolBufferException;
import io.himar.contracts.ImageLease;
import io.himar.contracts.InvalidMessageException;
import io.himar.contracts.Topics;
import io.himar.worker.gate.ConsumptionProbe;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;

/**
 * Hears all tasks of this worker's stage, and takes into hand what is addressed to this worker; all else is passed over
 * unread. It takes bytes and reads them itself, so that what cannot be read reaches the dead letters byte for byte.
 */
public final class TaskIntake<T> implements Consumer<Message<byte[]>> {
    private final byte[] worker;
    private final Reader<T> reader;
    private final Function<T, ImageLease> leases;
    private final ConsumptionProbe probe;
    private final EndedLeases ended;
    private final ImagesInHand<T> images;
    private final DeadLetters deadLetters;

    /** @param leases the lease of a task */
    public TaskIntake(
            Incarnation worker,
            Reader<T> reader,
            Function<T, ImageLease> leases,
            ConsumptionProbe probe,
            EndedLeases ended,
            ImagesInHand<T> images,
            DeadLetters deadLetters) {
        this.worker = worker.id().getBytes(StandardCharsets.UTF_8);
        this.reader = reader;
        this.leases = leases;
        this.probe = probe;
        this.ended = ended;
        this.images = images;
        this.deadLetters = deadLetters;
    }

    /** Reads a task. */
    @FunctionalInterface
    public interface Reader<T> {
        /**
         * The task in these bytes.
         *
         * @throws InvalidProtocolBufferException if they are no task
         * @throws InvalidMessageException if the task breaks its contract
         */
        T read(byte[] bytes) throws InvalidProtocolBufferException;
    }

    @Override
    public void accept(Message<byte[]> message) {
        if (!isForThisWorker(message)) {
            return;
        }
        Optional<byte[]> round = bytes(message, ConsumptionProbe.HEADER);
        if (round.isPresent()) {
            probe.heard(
                    message.getHeaders().get(KafkaHeaders.RECEIVED_PARTITION, Integer.class),
                    Long.parseLong(new String(round.get(), StandardCharsets.UTF_8)));
        } else {
            take(new TaskRecord(bytes(message, KafkaHeaders.RECEIVED_KEY), message.getPayload()));
        }
    }

    private void take(TaskRecord task) {
        try {
            T read = reader.read(task.value());
            ImageLease lease = leases.apply(read);
            // Whoever leases an image anew has given up on the lease before.
            ended.endedBelow(lease.getImageId(), lease.getEpoch());
            images.take(new ImageInHand<>(lease, read, task));
        } catch (InvalidProtocolBufferException | InvalidMessageException e) {
            deadLetters.add(task, task.value().length + " bytes: " + e.getMessage());
        }
    }

    private boolean isForThisWorker(Message<byte[]> message) {
        return bytes(message, Topics.WORKER_HEADER)
                .filter(addressee -> Arrays.equals(addressee, worker))
                .isPresent();
    }

    /** A header as it came; the binder hands text over as text where it was written so. */
    private static Optional<byte[]> bytes(Message<byte[]> message, String header) {
        Object value = message.getHeaders().get(header);
        if (value instanceof byte[] bytes) {
            return Optional.of(bytes);
        }
        return value instanceof String text ? Optional.of(text.getBytes(StandardCharsets.UTF_8)) : Optional.empty();
    }
}
