package io.himar.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** What the alerts and the dashboard ask for is there, and each alert has an answer. */
class ChartMonitoringTest {
    private static final Pattern METRIC = Pattern.compile("\\b(himar|nv|hikaricp|http)(_[a-z]+)+\\b");

    /** Of Spring, of the connection pool, and of Triton, under the names that these document. */
    private static final Set<String> OF_OTHERS = Set.of(
            "http_server_requests_seconds_count",
            "http_server_requests_seconds_sum",
            "hikaricp_connections_active",
            "hikaricp_connections_pending",
            "nv_inference_count",
            "nv_inference_exec_count",
            "nv_inference_queue_duration_us",
            "nv_inference_request_success",
            "nv_gpu_utilization");

    private static final Release EVERYTHING = Chart.render(Project.CHART.resolve("ci/everything-values.yaml"));

    static Stream<String> alertExpressions() {
        return rules().stream().map(rule -> rule.at("expr").text());
    }

    static Stream<String> panelExpressions() {
        return panels().stream()
                .flatMap(panel -> panel.at("targets").items().stream())
                .map(target -> target.at("expr").text());
    }

    @Test
    void the_meters_of_the_services_are_found() {
        assertThat(PublishedMetrics.ofServices())
                .contains(
                        "himar_queue_oldest",
                        "himar_images",
                        "himar_model_seconds",
                        "himar_images_finished_total",
                        "himar_attempts_failed_total",
                        "himar_image_queue_wait_seconds_bucket",
                        "himar_stage_duration_seconds_bucket",
                        "himar_stage_graphs_seconds_sum",
                        "himar_gateway_webhook_oldest_seconds",
                        "himar_gateway_event_backlog_bytes")
                .doesNotContain("himar_stage_graphs_seconds_bucket", "himar_queue_oldest_total");
    }

    @ParameterizedTest
    @MethodSource({"alertExpressions", "panelExpressions"})
    void every_metric_is_one_that_is_published(String expression) {
        Set<String> asked = METRIC.matcher(expression)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(asked).isNotEmpty();
        asked.removeAll(OF_OTHERS);
        assertThat(PublishedMetrics.ofServices()).containsAll(asked);
    }

    @ParameterizedTest
    @MethodSource("alertExpressions")
    void an_alert_looks_at_this_release_alone(String expression) {
        long series = METRIC.matcher(expression).results().count();

        assertThat(expression.split("namespace=\"pictures\"", -1)).hasSize((int) series + 1);
        assertThat(expression).doesNotContain("{,", ", }", ",}", "{{");
    }

    @Test
    void every_alert_has_its_entry_in_the_operators_guide_and_every_entry_its_alert() {
        String guide = Project.read("docs/operations.md");
        Set<String> entries = Pattern.compile("(?m)^### (Himar\\w+)$")
                .matcher(guide)
                .results()
                .map(entry -> entry.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(entries)
                .isEqualTo(rules().stream()
                        .map(rule -> rule.at("alert").text())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void every_alert_says_how_bad_it_is_and_what_is_seen() {
        assertThat(rules()).allSatisfy(rule -> {
            assertThat(rule.at("labels", "severity").text()).isIn("critical", "warning");
            assertThat(rule.at("annotations", "summary").text()).isNotBlank().doesNotContain("{{ \"");
            assertThat(rule.at("annotations", "description").text()).endsWith(".");
        });
    }

    @Test
    void what_is_not_scaled_has_no_limit_to_reach() {
        Release fixed = Chart.render(Map.of("alerts.enabled", true));

        assertThat(names(rules(fixed))).doesNotContain("HimarScaledToTheLimit").contains("HimarQueueOld");
        assertThat(names(rules()).stream().filter("HimarScaledToTheLimit"::equals))
                .hasSize(2);
    }

    @Test
    void grafana_finds_the_dashboard_and_its_panels_do_not_overlap() {
        YamlNode map = EVERYTHING.object("ConfigMap", "pictures-dashboard");
        assertThat(map.at("metadata", "labels", "grafana_dashboard").text()).isEqualTo("1");

        List<String> cells = new ArrayList<>();
        for (YamlNode panel : panels()) {
            YamlNode at = panel.at("gridPos");
            for (int x = at.at("x").number();
                    x < at.at("x").number() + at.at("w").number();
                    x++) {
                cells.add(x + "/" + at.at("y").text());
            }
            assertThat(panel.at("title").text()).isNotBlank();
        }
        assertThat(cells).doesNotHaveDuplicates().noneMatch(cell -> cell.startsWith("24/"));
        assertThat(panels().stream().map(panel -> panel.at("id").number())).doesNotHaveDuplicates();
    }

    private static List<YamlNode> rules() {
        return rules(EVERYTHING);
    }

    private static List<YamlNode> rules(Release release) {
        return release.ofKind("PrometheusRule")
                .get(0)
                .at("spec", "groups")
                .items()
                .get(0)
                .at("rules")
                .items();
    }

    private static List<String> names(List<YamlNode> rules) {
        return rules.stream().map(rule -> rule.at("alert").text()).toList();
    }

    private static List<YamlNode> panels() {
        String dashboard = EVERYTHING
                .object("ConfigMap", "pictures-dashboard")
                .at("data", "himar.json")
                .text();
        return new YamlNode("dashboard", new Yaml().load(dashboard))
                .at("panels")
                .items();
    }
}
