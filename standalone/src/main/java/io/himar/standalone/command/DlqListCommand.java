package io.himar.standalone.command;

import io.himar.standalone.deadletters.Content;
import io.himar.standalone.deadletters.DeadLetter;
import io.himar.standalone.deadletters.DeadLetterBox;
import io.himar.standalone.terminal.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.json.JsonMapper;

@Command(name = "list", description = "List the dead letters, oldest first.")
final class DlqListCommand implements Runnable {
    @Mixin
    private DeadLetterFilter filter;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public void run() {
        List<DeadLetter> letters = filter.of(new DeadLetterBox(kafka.access()).letters());
        if (json.chosen()) {
            json.print(
                    JsonMapper.shared()
                            .createArrayNode()
                            .addAll(letters.stream().map(DeadLetterJson::of).toList()),
                    System.out);
        } else if (letters.isEmpty()) {
            System.out.println("No dead letters.");
        } else {
            print(letters);
        }
    }

    private static void print(List<DeadLetter> letters) {
        Table table = new Table("ID", "TIME", "STATE", "WHAT", "CAUSE");
        for (DeadLetter letter : letters) {
            table.row(
                    letter.id(),
                    Times.of(letter.at()),
                    state(letter),
                    Content.of(letter).summary(),
                    letter.cause().lines().findFirst().orElse(""));
        }
        table.print(System.out);
    }

    private static String state(DeadLetter letter) {
        if (letter.redrivenAt().isPresent()) {
            return "redriven";
        }
        return letter.cutFrom().isPresent() ? "cut" : "dead";
    }
}
