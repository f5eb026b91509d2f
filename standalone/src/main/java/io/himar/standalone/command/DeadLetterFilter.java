package io.himar.standalone.command;

import io.himar.standalone.deadletters.DeadLetter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options that choose among dead letters. */
final class DeadLetterFilter {
    @Option(names = "--topic", paramLabel = "TOPIC", description = "Only those that came from this topic.")
    private String topic;

    @Option(names = "--cause", paramLabel = "TEXT", description = "Only those whose cause contains this text.")
    private String cause;

    List<DeadLetter> of(List<DeadLetter> letters) {
        return letters.stream().filter(this::chooses).toList();
    }

    private boolean chooses(DeadLetter letter) {
        boolean ofTopic = topic == null || topic.equals(letter.from()) || topic.equals(letter.topic());
        boolean ofCause =
                cause == null || letter.cause().toLowerCase(Locale.ROOT).contains(cause.toLowerCase(Locale.ROOT));
        return ofTopic && ofCause;
    }
}
