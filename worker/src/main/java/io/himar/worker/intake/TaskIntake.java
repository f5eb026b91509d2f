package io.himar.worker.intake;

import com.google.protobuf.InvalidProtocolBufferException;
import io.himar.contracts.ImageLease;
import io.himar.contracts.InvalidMessageException;
import io.himar.contracts.Topics;
import io.himar.worker.gate.ConsumptionProbe;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;

/**
 * Hears all tasks of this worker's stage, and takes into hand what is addressed to this worker; all else is passed over
 * unread. Records come as they were polled, many at once, because every worker of a fleet passes over those of all
 * others. It takes bytes and reads them itself, so that what cannot be read reaches the dead letters byte for byte.
 */
public final class TaskIntake<T> implements Consumer<Message<List<byte[]>>> {
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
    public void accept(Message<List<byte[]>> records) {
        List<?> headers = list(records, KafkaHeaders.BATCH_CONVERTED_HEADERS);
        for (int i = 0; i < records.getPayload().size(); i++) {
            Map<?, ?> ofRecord = (Map<?, ?>) headers.get(i);
            if (isForThisWorker(ofRecord)) {
                accept(records, i, bytes(ofRecord.get(ConsumptionProbe.HEADER)));
            }
        }
    }

    private void accept(Message<List<byte[]>> records, int i, Optional<byte[]> round) {
        if (round.isPresent()) {
            probe.heard(
                    (Integer) list(records, KafkaHeaders.RECEIVED_PARTITION).get(i),
                    Long.parseLong(new String(round.get(), StandardCharsets.UTF_8)));
        } else {
            take(new TaskRecord(
                    bytes(list(records, KafkaHeaders.RECEIVED_KEY).get(i)),
                    records.getPayload().get(i)));
        }
    }

    private static List<?> list(Message<?> records, String header) {
        return Objects.requireNonNull(records.getHeaders().get(header, List.class), header);
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

    private boolean isForThisWorker(Map<?, ?> headers) {
        return bytes(headers.get(Topics.WORKER_HEADER))
                .filter(addressee -> Arrays.equals(addressee, worker))
                .isPresent();
    }

    /** A header as it came; the binder hands text over as text where it was written so. */
    private static Optional<byte[]> bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return Optional.of(bytes);
        }
        return value instanceof String text ? Optional.of(text.getBytes(StandardCharsets.UTF_8)) : Optional.empty();
    }
}
