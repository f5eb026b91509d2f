package io.himar.pivot;

import com.google.protobuf.InvalidProtocolBufferException;
import io.himar.contracts.ConditionTokens;
import io.himar.contracts.ImageLease;
import io.himar.contracts.InvalidMessageException;
import io.himar.contracts.Messages;
import io.himar.contracts.PivotTask;
import io.himar.contracts.ProtobufTimes;
import io.himar.worker.InvalidTaskException;
import io.himar.worker.StageRunner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/**
 * From a record of {@code himar.pivot-tasks} to one of {@code himar.condition-tokens}, or to none when the image was
 * dropped or failed. It takes bytes and reads them itself, so that what cannot be read reaches the dead-letter topic
 * byte for byte, by the exception thrown here.
 */
final class PivotFunction implements Function<Message<byte[]>, Message<ConditionTokens>> {
    private final StageRunner runner;
    private final PivotWork work;
    private final Clock clock;

    PivotFunction(StageRunner runner, PivotWork work, Clock clock) {
        this.runner = runner;
        this.work = work;
        this.clock = clock;
    }

    @Override
    public Message<ConditionTokens> apply(Message<byte[]> message) {
        PivotTask task = read(message.getPayload());
        return runner.run(task.getLease(), run -> work.run(task, run))
                .map(tokens -> MessageBuilder.withPayload(renewed(tokens, message))
                        .setHeader(KafkaHeaders.KEY, task.getLease().getImageId())
                        .build())
                .orElse(null);
    }

    /**
     * Completing stage 1 renews the lease by its whole length: what it was good for when the task was published. Refine
     * workers of an earlier version compare it with their clock, and would drop every image whose stage 1 took longer
     * than a lease.
     */
    private ConditionTokens renewed(ConditionTokens tokens, Message<byte[]> message) {
        Long published = message.getHeaders().get(KafkaHeaders.RECEIVED_TIMESTAMP, Long.class);
        if (published == null) {
            return tokens;
        }
        ImageLease lease = tokens.getTask().getLease();
        Duration length = Duration.between(Instant.ofEpochMilli(published), ProtobufTimes.instant(lease.getDeadline()));
        Instant deadline = clock.instant().plus(length);
        ConditionTokens.Builder renewed = tokens.toBuilder();
        renewed.getTaskBuilder().getLeaseBuilder().setDeadline(ProtobufTimes.timestamp(deadline));
        return renewed.build();
    }

    private static PivotTask read(byte[] bytes) {
        try {
            return Messages.requireValid(PivotTask.parseFrom(bytes));
        } catch (InvalidProtocolBufferException | InvalidMessageException e) {
            throw new InvalidTaskException("pivot task of " + bytes.length + " bytes: " + e.getMessage(), e);
        }
    }
}
