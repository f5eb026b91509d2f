package io.himar.worker;

import com.google.protobuf.InvalidProtocolBufferException;
import io.himar.contracts.Cancellation;
import io.himar.contracts.InvalidMessageException;
import io.himar.contracts.Messages;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;

/**
 * Hears of every lease that has ended, in a consumer group of this worker alone. An unreadable one is dropped with a
 * warning: it is only a hint that saves work, the scheduler refuses the result anyway.
 */
final class CancellationConsumer implements Consumer<Message<byte[]>> {
    private static final Logger log = LoggerFactory.getLogger(CancellationConsumer.class);

    private final CancelledImages cancelled;

    CancellationConsumer(CancelledImages cancelled) {
        this.cancelled = cancelled;
    }

    @Override
    public void accept(Message<byte[]> message) {
        try {
            cancelled.remember(Messages.requireValid(Cancellation.parseFrom(message.getPayload())));
        } catch (InvalidProtocolBufferException | InvalidMessageException e) {
            log.warn("An unreadable cancellation is ignored: {}", e.getMessage());
        }
    }
}
