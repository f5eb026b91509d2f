package io.himar.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the chart's dashboard and alerts ask Prometheus for. What is of Triton, which is not here, is left out. */
final class MonitoringQueries {
    private static final Path CHART = Path.of("..", "helm", "himar");
    private static final Pattern SERIES = Pattern.compile("\\b((?:himar|http|hikaricp)_\\w+)\\{([^}]*)}");
    private static final Pattern MATCHED = Pattern.compile("(\\w+)(?:=~|!~|!=|=)\"");
    private static final Pattern GROUPED = Pattern.compile("\\bby \\(([^)]*)\\)");

    /** Those that Prometheus adds to what it scrapes. */
    private static final Set<String> OF_THE_TARGET = Set.of("namespace", "pod");

    private MonitoringQueries() {}

    /**
     * One metric in a panel.
     *
     * @param labels by which it is chosen, or told apart
     */
    record Asked(String panel, String metric, Set<String> labels) {
        Asked {
            labels = Set.copyOf(labels);
        }
    }

    static List<Asked> ofTheDashboard() throws IOException {
        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(CHART.resolve("dashboards/himar.json")));
        List<Asked> asked = new ArrayList<>();
        for (JsonNode panel : dashboard.get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                String expression = target.get("expr").asString();
                SERIES.matcher(expression)
                        .results()
                        .map(series -> asked(panel.get("title").asString(), series, expression))
                        .forEach(asked::add);
            }
        }
        return asked;
    }

    /** Names of metrics. */
    static Set<String> ofTheAlerts() throws IOException {
        return SERIES.matcher(Files.readString(CHART.resolve("templates/alerts.yaml")))
                .results()
                .map(series -> series.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Asked asked(String panel, MatchResult series, String expression) {
        Set<String> labels = new TreeSet<>();
        MATCHED.matcher(series.group(2)).results().forEach(matched -> labels.add(matched.group(1)));
        GROUPED.matcher(expression)
                .results()
                .flatMap(grouped -> Stream.of(grouped.group(1).split(", *")))
                .forEach(labels::add);
        labels.removeAll(OF_THE_TARGET);
        return new Asked(panel, series.group(1), labels);
    }
}
