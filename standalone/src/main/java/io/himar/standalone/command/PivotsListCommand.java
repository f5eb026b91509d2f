package io.himar.standalone.command;

import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.Pages;
import io.himar.standalone.client.PivotSummary;
import io.himar.standalone.terminal.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(name = "list", description = "List the pivots that are kept, newest first.")
final class PivotsListCommand implements Runnable {
    /** Every gateway gives as many at once. */
    private static final int PAGE = 20;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Most pivots to list (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Mixin
    private GatewayOptions gateway;

    @Mixin
    private JsonOption json;

    @Override
    public void run() {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit: " + limit + " (expected: >= 1)");
        }
        GatewayClient client = gateway.client();
        List<JsonNode> pivots = Pages.first(limit, (wanted, cursor) -> client.pivots(Math.min(PAGE, wanted), cursor));
        if (json.chosen()) {
            json.print(JsonMapper.shared().createArrayNode().addAll(pivots), System.out);
        } else if (pivots.isEmpty()) {
            System.out.println("No pivots are kept: ./himar generate" + gateway.asGiven() + " --class CLASS --draft");
        } else {
            print(pivots.stream()
                    .map(each -> client.as(each, PivotSummary.class))
                    .toList());
        }
    }

    private static void print(List<PivotSummary> pivots) {
        Table table = new Table("ID", "CREATED", "KEPT UNTIL", "MODEL", "SEED", "SHOWS");
        for (PivotSummary each : pivots) {
            table.row(
                    each.id(),
                    Times.of(each.createdAt()),
                    Times.of(each.expiresAt()),
                    each.model(),
                    Long.toString(each.seed()),
                    each.label());
        }
        table.print(System.out);
    }
}
