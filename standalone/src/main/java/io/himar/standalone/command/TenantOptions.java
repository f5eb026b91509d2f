package io.himar.standalone.command;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** The options that change the share and the limits of a tenant: a number, or none for no limit. */
final class TenantOptions {
    private static final String NONE = "none";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--weight",
            paramLabel = "N",
            description = "Share of the fleet, in relation to those of the others that have work (default: 1).")
    private String weight;

    @Option(names = "--most-in-flight", paramLabel = "N", description = "Most images that workers have at once.")
    private String mostInFlight;

    @Option(names = "--most-unfinished", paramLabel = "N", description = "Most images that have not ended.")
    private String mostUnfinished;

    @Option(names = "--images-per-day", paramLabel = "N", description = "Most images asked for on one day, in UTC.")
    private String imagesPerDay;

    @Option(names = "--most-pivots", paramLabel = "N", description = "Most pivots that are kept.")
    private String mostPivots;

    @Option(names = "--most-bytes", paramLabel = "N", description = "Most bytes of kept pictures.")
    private String mostBytes;

    @Option(names = "--requests-per-minute", paramLabel = "N", description = "Most requests in a minute.")
    private String requestsPerMinute;

    boolean given() {
        return values().values().stream().anyMatch(value -> value != null);
    }

    /** Puts what is given into settings. */
    void changeIn(ObjectNode settings) {
        values().forEach((name, value) -> {
            if (NONE.equals(value)) {
                settings.remove(name);
            } else if (value != null) {
                settings.put(name, number(name, value));
            }
        });
    }

    private BigDecimal number(String name, String value) {
        try {
            return new BigDecimal(value);
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    command.commandLine(),
                    "--" + name.replace('_', '-') + ": " + value + " (expected: a number, or " + NONE + ")",
                    e);
        }
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("weight", weight);
        values.put("most_in_flight", mostInFlight);
        values.put("most_unfinished", mostUnfinished);
        values.put("images_per_day", imagesPerDay);
        values.put("most_pivots", mostPivots);
        values.put("most_bytes", mostBytes);
        values.put("requests_per_minute", requestsPerMinute);
        return values;
    }
}
