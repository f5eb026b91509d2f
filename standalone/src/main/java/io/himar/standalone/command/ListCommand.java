package io.himar.standalone.command;

import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.Generation;
import io.himar.standalone.client.Pages;
import io.himar.standalone.terminal.Table;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(name = "list", description = "List the generations of a running suite, newest first.")
final class ListCommand implements Runnable {
    /** Every gateway gives as many at once. */
    private static final int PAGE = 20;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Most generations to list (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "Only those that are queued, running, succeeded, failed, canceling, canceled or expired.")
    private String status;

    @Option(names = "--model", paramLabel = "NAME", description = "Only those of this model.")
    private String model;

    @Option(
            names = "--metadata",
            paramLabel = "NAME=TEXT",
            description = "Only those of which this was noted. Can be given several times.")
    private Map<String, String> metadata;

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
        List<JsonNode> generations =
                Pages.first(limit, (wanted, cursor) -> client.page(filter(), Math.min(PAGE, wanted), cursor));
        if (json.chosen()) {
            json.print(JsonMapper.shared().createArrayNode().addAll(generations), System.out);
        } else if (generations.isEmpty()) {
            System.out.println((filter().isEmpty() ? "No generations yet" : "No such generations")
                    + ": ./himar generate" + gateway.asGiven() + " --class CLASS");
        } else {
            print(generations.stream()
                    .map(each -> client.as(each, Generation.class))
                    .toList());
        }
    }

    private Map<String, String> filter() {
        Map<String, String> filter = new TreeMap<>();
        if (status != null) {
            filter.put("status", status);
        }
        if (model != null) {
            filter.put("model", model);
        }
        if (metadata != null) {
            metadata.forEach((name, text) -> filter.put("metadata[" + name + "]", text));
        }
        return filter;
    }

    private static void print(List<Generation> generations) {
        Table table = new Table("ID", "CREATED", "STATUS", "MODEL", "IMAGES", "SEED", "SHOWS");
        for (Generation each : generations) {
            table.row(
                    each.id(),
                    Times.of(each.createdAt()),
                    each.status(),
                    each.model(),
                    each.drawn() + "/" + each.count(),
                    Long.toString(each.seed()),
                    each.label());
        }
        table.print(System.out);
    }
}
