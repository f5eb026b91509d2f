package io.himar.standalone.command;

import io.himar.standalone.SuiteException;
import io.himar.standalone.deadletters.Content;
import io.himar.standalone.deadletters.DeadLetter;
import io.himar.standalone.deadletters.DeadLetterBox;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show one dead letter: its headers, and its message as far as it can be read.")
final class DlqShowCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "ID", description = "The dead letter, by the id that dlq list shows.")
    private String id;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public void run() {
        DeadLetter letter = new DeadLetterBox(kafka.access())
                .letters().stream()
                        .filter(each -> each.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> new SuiteException("There is no dead letter " + id + "."));
        if (json.chosen()) {
            json.print(DeadLetterJson.of(letter), System.out);
        } else {
            print(letter);
        }
    }

    private static void print(DeadLetter letter) {
        line("id", letter.id());
        line("came from", letter.from());
        line("time", Times.of(letter.at()));
        line("cause", letter.cause());
        letter.redrivenAt().ifPresent(at -> line("sent again", Times.of(at)));
        letter.cutFrom()
                .ifPresent(size -> line(
                        "cut",
                        "only the first " + letter.value().length + " bytes are kept, so it cannot be sent again"));
        letter.key().ifPresent(key -> line("key", new String(key, StandardCharsets.UTF_8)));
        letter.headers()
                .forEach(header -> line(
                        "header",
                        header.key() + ": " + letter.header(header.key()).orElse("")));
        Content content = Content.of(letter);
        line("message", content.type().orElse(content.summary()));
        System.out.println();
        System.out.println(content.json().orElseGet(content::firstBytes));
    }

    private static void line(String name, String value) {
        System.out.printf("%-10s  %s%n", name, value);
    }
}
