package io.himar.storage.images;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The state machine as a page for people: {@code docs/states.md}. */
final class StatesPage {
    private static final String HEAD = """
            # The states of an image

            This page is made from [`LifeTable`](../storage/src/main/java/io/himar/storage/images/LifeTable.java), and a
            test compares the two. [`ImageLife`](../storage/src/main/java/io/himar/storage/images/ImageLife.java) decides
            which way an image goes where there are several. [architecture.md](architecture.md#states-and-leases) tells
            the whole story.

            """;

    private static final String RULES = """

            - What is not in the tables below has no effect. So a terminal state is final; a trigger of the database
              refuses whatever would change one.
            - What a worker reports has an effect only under the epoch of the image's latest lease. It counts after the
              lease has ended, too, as long as nobody else was given the image. That is why reports move images that wait.
            - The database says `QUEUED` for `WAITS_FOR_PIVOT`, and `REFINING` for `WAITS_FOR_REFINE`. The HTTP interface
              does so, too.
            """;

    private StatesPage() {}

    static String text() {
        return HEAD + diagram() + RULES + triggers() + transitions();
    }

    private static String diagram() {
        List<String> lines = new ArrayList<>(List.of("```mermaid", "stateDiagram-v2", "    [*] --> WAITS_FOR_PIVOT"));
        for (Situation from : Situation.values()) {
            for (Situation to : Situation.values()) {
                String triggers = Arrays.stream(Trigger.Kind.values())
                        .filter(kind -> from != to && LifeTable.next(from, kind).contains(to))
                        .map(Enum::name)
                        .collect(Collectors.joining("<br/>"));
                if (!triggers.isEmpty()) {
                    lines.add("    " + from + " --> " + to + ": " + triggers);
                }
            }
        }
        Arrays.stream(Situation.values())
                .filter(Situation::terminal)
                .forEach(end -> lines.add("    " + end + " --> [*]"));
        lines.add("```");
        return String.join("\n", lines) + "\n";
    }

    private static String triggers() {
        return "\n## What can happen\n\n| trigger | who may cause it | what has happened |\n|---|---|---|\n"
                + Arrays.stream(Trigger.Kind.values())
                        .map(kind -> "| `" + kind + "` | " + kind.by() + " | " + kind.what() + " |\n")
                        .collect(Collectors.joining());
    }

    private static String transitions() {
        StringBuilder table = new StringBuilder(
                "\n## Where it leads\n\n| the image is | trigger | who may cause it | then it is |\n|---|---|---|---|\n");
        for (Situation from : Situation.values()) {
            for (Trigger.Kind kind : Trigger.Kind.values()) {
                String to = LifeTable.next(from, kind).stream()
                        .map(next -> "`" + next + "`")
                        .collect(Collectors.joining(" or "));
                if (!to.isEmpty()) {
                    table.append("| `%s` | `%s` | %s | %s |\n".formatted(from, kind, kind.by(), to));
                }
            }
        }
        return table.toString();
    }
}
