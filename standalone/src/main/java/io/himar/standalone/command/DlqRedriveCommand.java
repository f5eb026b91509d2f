package io.himar.standalone.command;

import io.himar.contracts.Topics;
import io.himar.standalone.deadletters.DeadLetter;
import io.himar.standalone.deadletters.DeadLetterBox;
import io.himar.standalone.deadletters.KafkaAccess;
import io.himar.standalone.deadletters.Redrive;
import io.himar.standalone.deadletters.Redrive.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "redrive",
        description =
                "Send dead letters to the topics that they came from. One that was sent again before is passed over.")
final class DlqRedriveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "ID", description = "Dead letters, by the ids that dlq list shows.")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "Send all that --topic and --cause choose; all of them without these.")
    private boolean all;

    @Option(names = "--again", description = "Send also those that were sent again before.")
    private boolean again;

    @Mixin
    private DeadLetterFilter filter;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        if (all == !ids.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "dlq redrive: ids, or --all (expected: one of both)");
        }
        KafkaAccess access = kafka.access();
        ArrayNode done = JsonMapper.shared().createArrayNode();
        boolean complete = true;
        // First the right to send, then the look at what was sent: whoever had the right before has ended then.
        try (Redrive redrive = new Redrive(access)) {
            List<DeadLetter> letters = chosen(new DeadLetterBox(access).letters());
            for (DeadLetter letter : letters) {
                Optional<Refusal> refusal = refusal(letter);
                if (refusal.isEmpty()) {
                    redrive.send(letter);
                }
                complete &= refusal.isEmpty() || all;
                done.add(report(letter, refusal));
            }
        }
        if (json.chosen()) {
            json.print(done, System.out);
        } else if (done.isEmpty()) {
            System.out.println("No dead letters are chosen; nothing was sent.");
        }
        return complete ? 0 : ExitStatus.FAILED;
    }

    private List<DeadLetter> chosen(List<DeadLetter> letters) {
        Set<String> unknown = new TreeSet<>(ids);
        letters.forEach(letter -> unknown.remove(letter.id()));
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "There is no dead letter " + String.join(", ", unknown) + "; nothing was sent.");
        }
        return filter.of(letters).stream()
                .filter(letter -> all || ids.contains(letter.id()))
                .toList();
    }

    private Optional<Refusal> refusal(DeadLetter letter) {
        return Stream.of(Refusal.values())
                .filter(each -> each.of(letter) && !(again && each == Refusal.REDRIVEN))
                .findFirst();
    }

    private ObjectNode report(DeadLetter letter, Optional<Refusal> refusal) {
        if (!json.chosen()) {
            System.out.println(refusal.map(why -> letter.id() + " was not sent: " + why.why()
                            + (why == Refusal.REDRIVEN ? " (--again sends it all the same)" : ""))
                    .orElseGet(() -> letter.id() + " was sent to " + letter.from() + addressee(letter)));
        }
        ObjectNode report = JsonMapper.shared().createObjectNode();
        report.put("id", letter.id());
        report.put("sent", refusal.isEmpty());
        refusal.ifPresentOrElse(why -> report.put("reason", why.why()), () -> report.put("to", letter.from()));
        return report;
    }

    private static String addressee(DeadLetter letter) {
        return letter.header(Topics.WORKER_HEADER)
                .map(worker -> ", for worker " + worker + " alone, if it still runs")
                .orElse("");
    }
}
