package io.himar.standalone.deadletters;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.util.JsonFormat;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.PivotTask;
import io.himar.contracts.RefineTask;
import io.himar.contracts.Topics;
import io.himar.contracts.WorkerStatus;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a dead letter holds, as far as it can be read. */
public final class Content {
    private static final int SHOWN_BYTES = 64;

    private static final Map<String, Parser<? extends Message>> PARSERS = Map.of(
            Topics.DEFAULT.pivotWork(), PivotTask.parser(),
            Topics.DEFAULT.refineWork(), RefineTask.parser(),
            Topics.DEFAULT.imageEvents(), ImageEvent.parser(),
            Topics.DEFAULT.workers(), WorkerStatus.parser());

    private final DeadLetter letter;
    private final Optional<Message> message;

    private Content(DeadLetter letter, Optional<Message> message) {
        this.letter = letter;
        this.message = message;
    }

    public static Content of(DeadLetter letter) {
        return new Content(letter, parsed(letter));
    }

    private static Optional<Message> parsed(DeadLetter letter) {
        Parser<? extends Message> parser = PARSERS.get(Topics.DEFAULT.counterpart(letter.from()));
        if (parser == null || letter.value().length == 0 || letter.cutFrom().isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.parseFrom(letter.value()));
        } catch (InvalidProtocolBufferException unreadable) {
            return Optional.empty();
        }
    }

    /** In a few words: the kind of message and what it is about. */
    public String summary() {
        return message.map(Content::summary).orElse(letter.value().length + " bytes that are no message");
    }

    private static String summary(Message message) {
        if (message instanceof ImageEvent event) {
            String kind = event.getEventCase() == ImageEvent.EventCase.EVENT_NOT_SET
                    ? "report without event"
                    : "report " + event.getEventCase().name().toLowerCase(Locale.ROOT);
            return kind + " of image " + event.getLease().getImageId();
        }
        if (message instanceof PivotTask task) {
            return "stage 1 of image " + task.getLease().getImageId();
        }
        if (message instanceof RefineTask task) {
            return "stage 2 of image " + task.getTask().getLease().getImageId();
        }
        return message instanceof WorkerStatus status
                ? "announcement of worker " + status.getWorker()
                : message.getDescriptorForType().getName();
    }

    /** The message as JSON, with the names of the fields as in the definition; empty if it cannot be read. */
    public Optional<String> json() {
        return message.map(readable -> {
            try {
                return JsonFormat.printer().preservingProtoFieldNames().print(readable);
            } catch (InvalidProtocolBufferException impossible) {
                throw new IllegalStateException(impossible);
            }
        });
    }

    /** The name of the message's type; empty if it cannot be read. */
    public Optional<String> type() {
        return message.map(readable -> readable.getDescriptorForType().getName());
    }

    /** The first bytes in hexadecimal digits. */
    public String firstBytes() {
        int shown = Math.min(SHOWN_BYTES, letter.value().length);
        return HexFormat.ofDelimiter(" ").formatHex(letter.value(), 0, shown)
                + (shown < letter.value().length ? " ..." : "");
    }
}
