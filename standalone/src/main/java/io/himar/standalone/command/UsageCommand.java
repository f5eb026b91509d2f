package io.himar.standalone.command;

import io.himar.standalone.terminal.Table;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "usage",
        description = "Show what was used: images and model seconds by day, model and stage, and what is used of the"
                + " limits now.")
final class UsageCommand implements Runnable {
    @Option(
            names = "--from",
            paramLabel = "DAY",
            description = "The first day, such as 2026-03-01 (default: 29 days before" + " the last).")
    private String from;

    @Option(names = "--to", paramLabel = "DAY", description = "The last day (default: today, in UTC).")
    private String to;

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "Whose; that of another takes a key with the scope admin (default: the key's).")
    private String tenant;

    @Mixin
    private GatewayOptions gateway;

    @Mixin
    private JsonOption json;

    @Override
    public void run() {
        JsonNode usage = gateway.client().usage(query());
        if (json.chosen()) {
            json.print(usage, System.out);
            return;
        }
        if (usage.path("data").isEmpty()) {
            System.out.println("Nothing was used from " + usage.path("from").asString() + " to "
                    + usage.path("to").asString() + ".");
        } else {
            print(usage.path("data"));
        }
        if (!usage.path("quotas").isEmpty()) { // Gateways of the version before do not tell them.
            System.out.println();
            printQuotas(usage.path("quotas"));
        }
    }

    private Map<String, String> query() {
        Map<String, String> query = new TreeMap<>();
        put("from", from, query);
        put("to", to, query);
        put("tenant", tenant, query);
        return query;
    }

    private static void put(String name, String value, Map<String, String> query) {
        if (value != null) {
            query.put(name, value);
        }
    }

    private static void print(JsonNode days) {
        Table table = new Table("DAY", "MODEL", "STAGE", "IMAGES", "MODEL SECONDS");
        days.forEach(each -> table.row(
                each.path("day").asString(),
                each.path("model").asString(),
                each.path("stage").asString(),
                each.path("images").asString(),
                "%.1f".formatted(each.path("model_seconds").asDouble())));
        table.print(System.out);
    }

    private static void printQuotas(JsonNode quotas) {
        Table table = new Table("LIMIT", "USED", "OF");
        quotas.forEach(each -> table.row(
                each.path("name").asString(),
                each.path("used").asString(),
                each.path("most").asString("any number")));
        table.print(System.out);
    }
}
