package io.himar.refine;

import com.google.protobuf.InvalidProtocolBufferException;
import io.himar.contracts.ConditionTokens;
import io.himar.contracts.InvalidMessageException;
import io.himar.contracts.Messages;
import io.himar.worker.InvalidTaskException;
import io.himar.worker.StageRunner;
import java.util.function.Consumer;
import org.springframework.messaging.Message;

/**
 * Takes a record of {@code himar.condition-tokens}; what comes of it goes to object storage and the image events. It
 * takes bytes and reads them itself, so that what cannot be read reaches the dead-letter topic byte for byte, by the
 * exception thrown here.
 */
final class RefineFunction implements Consumer<Message<byte[]>> {
    private final StageRunner runner;
    private final RefineWork work;

    RefineFunction(StageRunner runner, RefineWork work) {
        this.runner = runner;
        this.work = work;
    }

    @Override
    public void accept(Message<byte[]> message) {
        ConditionTokens tokens = read(message.getPayload());
        runner.run(tokens.getTask().getLease(), run -> work.run(tokens, run)).ifPresent(key -> work.forget(tokens));
    }

    private static ConditionTokens read(byte[] bytes) {
        try {
            return Messages.requireValid(ConditionTokens.parseFrom(bytes));
        } catch (InvalidProtocolBufferException | InvalidMessageException e) {
            throw new InvalidTaskException("condition tokens of " + bytes.length + " bytes: " + e.getMessage(), e);
        }
    }
}
