package io.himar.worker.intake;

import com.google.protobuf.InvalidProtocolBufferException;
import io.himar.contracts.Cancellation;
import io.himar.contracts.InvalidMessageException;
import io.himar.contracts.Messages;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;

/**
 * Hears of every lease that has ended, in a consumer group of this worker alone. An unreadable message is dropped with
 * a warning: it is only a hint that saves work, the scheduler refuses the result anyway.
 */
public final class EndedLeasesConsumer implements Consumer<Message<byte[]>> {
    private static final Logger log = LoggerFactory.getLogger(EndedLeasesConsumer.class);

    private final EndedLeases ended;

    public EndedLeasesConsumer(EndedLeases ended) {
        this.ended = ended;
    }

    @Override
    public void accept(Message<byte[]> message) {
        try {
            Cancellation cancellation = Messages.requireValid(Cancellation.parseFrom(message.getPayload()));
            ended.endedBelow(cancellation.getImageId(), cancellation.getEpoch());
        } catch (InvalidProtocolBufferException | InvalidMessageException e) {
            log.warn("An unreadable cancellation is ignored: {}", e.getMessage());
        }
    }
}
