package io.himar.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart tells the services is what they read, and secrets stay in Secrets. */
class ChartSettingsTest {
    /** What Java and Spring Boot read by themselves. */
    private static final Set<String> OF_OTHERS = Set.of("JAVA_TOOL_OPTIONS", "LOGGING_STRUCTURED_FORMAT_CONSOLE");

    static List<Path> valueSets() {
        return Chart.valueSets();
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void every_setting_is_one_that_the_service_reads(Path values) {
        Release release = Chart.render(values);

        for (String service : Project.SERVICES) {
            ServiceConfiguration configuration = ServiceConfiguration.of(service);
            assertThat(names(release, service))
                    .as(configuration.toString())
                    .allMatch(name -> configuration.reads(name) || OF_OTHERS.contains(name));
        }
    }

    @Test
    void a_default_of_the_chart_is_the_services_own() {
        Release release = Chart.render(Map.of());

        for (String service : Project.SERVICES) {
            ServiceConfiguration configuration = ServiceConfiguration.of(service);
            release.settings(service)
                    .forEach((variable, value) -> configuration
                            .setting(variable)
                            .filter(setting -> !Needs.isAddress(setting))
                            .ifPresent(setting -> assertThat(Defaults.converted(setting, value))
                                    .as(variable + " of " + service)
                                    .isEqualTo(Defaults.of(setting))));
        }
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void every_address_and_secret_that_a_service_needs_is_set(Path values) {
        Release release = Chart.render(values);

        for (String service : Project.SERVICES) {
            Set<String> given = new TreeSet<>(names(release, service));
            if ("surroundings".equals(release.settings(service).get("HIMAR_OBJECTS_CREDENTIALS"))) {
                given.addAll(List.of("HIMAR_OBJECTS_ACCESS_KEY", "HIMAR_OBJECTS_SECRET_KEY"));
            }
            assertThat(Needs.missing(service, given)).as(service).isEmpty();
        }
    }

    private static Set<String> names(Release release, String service) {
        Set<String> names = new TreeSet<>(release.settings(service).keySet());
        names.addAll(release.secrets(service).keySet());
        return names;
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void every_secret_comes_from_a_secret(Path values) {
        Release release = Chart.render(values);

        for (String service : Project.SERVICES) {
            assertThat(release.settings(service).keySet()).noneMatch(Needs::isSecret);
            release.secrets(service).forEach((name, reference) -> {
                assertThat(name).matches(Needs::isSecret);
                assertThat(reference.secret()).isNotBlank();
                assertThat(reference.key()).isNotBlank();
            });
            assertThat(release.container(service).at("env").items())
                    .noneMatch(
                            variable -> variable.at("valueFrom", "secretKeyRef").exists());
        }
        for (YamlNode object : release.objects()) {
            if (!object.at("kind").is("Secret")) {
                assertThat(object.value().toString()).doesNotContain("not-a-real");
            }
        }
    }

    @Test
    void without_secrets_in_the_values_the_chart_makes_none() {
        Release release = Chart.render(Map.of());

        assertThat(release.ofKind("Secret")).isEmpty();
        assertThat(release.secrets("scheduler"))
                .containsEntry("HIMAR_DATABASE_PASSWORD", new Release.SecretKey("himar-database", "password"));
        assertThat(release.secrets("pivot-worker"))
                .containsEntry("HIMAR_OBJECTS_SECRET_KEY", new Release.SecretKey("himar-objects", "secret-key"));
    }

    @Test
    void secrets_in_the_values_become_secrets_with_the_keys_that_the_services_ask_for() {
        Release release = Chart.render(Project.CHART.resolve("ci/everything-values.yaml"));

        for (String service : Project.SERVICES) {
            release.secrets(service)
                    .forEach((variable, reference) -> assertThat(release.object("Secret", reference.secret())
                                    .at("stringData", reference.key())
                                    .text())
                            .as(variable)
                            .startsWith("not-a-real"));
        }
    }

    @Test
    void a_services_own_variables_come_before_those_of_the_chart() {
        Release release = Chart.render(Project.CHART.resolve("ci/external-values.yaml"));

        assertThat(release.settings("pivot-worker"))
                .containsEntry("HIMAR_WORKER_CONCURRENCY", "16")
                .containsEntry("HIMAR_WORKER_PROGRESS_INTERVAL", "1s");
    }

    @Test
    void all_services_are_told_the_same_prefix_and_no_name_in_the_cluster_depends_on_it() {
        Release usual = Chart.render(Project.CHART.resolve("ci/everything-values.yaml"));
        Release other = Chart.render(Map.of("kafka.prefix", "studio.himar-2"));

        for (String service : Project.SERVICES) {
            assertThat(usual.settings(service)).containsEntry("HIMAR_KAFKA_PREFIX", "himar");
            assertThat(other.settings(service)).containsEntry("HIMAR_KAFKA_PREFIX", "studio.himar-2");
        }
        assertThat(other.objects())
                .extracting(object -> object.at("metadata", "name").text())
                .containsExactlyInAnyOrderElementsOf(Chart.render(Map.of()).objects().stream()
                        .map(object -> object.at("metadata", "name").text())
                        .toList());
    }

    @Test
    void other_settings_make_other_pods() {
        assertThat(settingsChecksum(Map.of())).isEqualTo(settingsChecksum(Map.of()));
        assertThat(settingsChecksum(Map.of())).isNotEqualTo(settingsChecksum(Map.of("kafka.bootstrapServers", "k:1")));
    }

    private static String settingsChecksum(Map<String, Object> values) {
        return Chart.render(values)
                .deployment("gateway")
                .at("spec", "template", "metadata", "annotations", "checksum/settings")
                .text();
    }
}
