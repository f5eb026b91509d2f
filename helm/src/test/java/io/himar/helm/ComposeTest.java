package io.himar.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docker-compose.yml agrees with the services, the Dockerfile, the chart and .env.example. */
class ComposeTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?::([-?])([^}]*))?}");

    private final YamlNode services =
            YamlNode.read(Project.ROOT.resolve("docker-compose.yml")).at("services");

    @Test
    void all_four_services_and_the_real_servers_are_there() {
        assertThat(services.fields().keySet())
                .containsAll(Project.SERVICES)
                .contains("models", "triton", "postgres", "kafka", "objects");
    }

    @Test
    void every_setting_is_one_that_the_service_reads_and_every_need_is_met() {
        for (String service : Project.SERVICES) {
            ServiceConfiguration configuration = ServiceConfiguration.of(service);
            Set<String> names = services.at(service, "environment").fields().keySet();
            assertThat(names).as(configuration.toString()).isNotEmpty().allMatch(configuration::reads);
            assertThat(Needs.missing(service, names)).as(service).isEmpty();
        }
    }

    @Test
    void a_default_here_is_the_services_own() {
        for (String service : Project.SERVICES) {
            ServiceConfiguration configuration = ServiceConfiguration.of(service);
            services.at(service, "environment")
                    .fields()
                    .forEach((variable, value) -> configuration
                            .setting(variable)
                            .filter(setting -> !Needs.isAddress(setting))
                            .ifPresent(setting -> assertThat(
                                            Defaults.converted(setting, resolved(value.text(), Map.of())))
                                    .as(variable + " of " + service)
                                    .isEqualTo(Defaults.of(setting))));
        }
    }

    @Test
    void the_chart_uses_the_same_names() {
        Release release = Chart.render(Project.CHART.resolve("ci/everything-values.yaml"));

        for (String service : Project.SERVICES) {
            Set<String> chart = new TreeSet<>(release.settings(service).keySet());
            chart.addAll(release.secrets(service).keySet());
            assertThat(chart)
                    .containsAll(services.at(service, "environment").fields().keySet());
        }
    }

    @Test
    void images_are_built_from_targets_of_the_dockerfile() {
        for (Map.Entry<String, YamlNode> service : services.fields().entrySet()) {
            YamlNode target = service.getValue().at("build", "target");
            if (target.exists()) {
                assertThat(Project.imageTargets()).contains(target.text());
                assertThat(service.getValue().at("image").text())
                        .isEqualTo("himar/" + target.text() + ":${HIMAR_VERSION:-0.1.0}");
            }
        }
    }

    @Test
    void nothing_is_latest_and_the_chart_has_the_same_triton() {
        services.fields()
                .forEach((name, service) -> assertThat(service.at("image").text())
                        .as(name)
                        .contains(":")
                        .doesNotEndWith(":latest"));
        assertThat(services.at("triton", "image").text())
                .isEqualTo(YamlNode.read(Project.CHART.resolve("values.yaml"))
                        .at("triton", "image")
                        .text());
    }

    @Test
    void ports_are_those_of_the_servers_and_open_on_this_machine_only() {
        services.fields()
                .forEach((name, service) -> service.at("ports")
                        .items()
                        .forEach(port -> assertThat(resolved(port.text(), Map.of()))
                                .as(name)
                                .startsWith("127.0.0.1:")));
        assertThat(services.at("gateway", "ports").items().get(0).text())
                .endsWith(":" + ServiceConfiguration.of("gateway").port());
    }

    @Test
    void nothing_runs_as_root_or_keeps_capabilities() {
        services.fields().forEach((name, service) -> {
            assertThat(service.at("user").text()).as(name).doesNotStartWith("0").isNotEqualTo("root");
            assertThat(service.at("cap_drop").is(List.of("ALL"))).as(name).isTrue();
            // Kafka's image writes its configuration beside itself when it starts.
            assertThat(service.at("read_only").is(true) || name.equals("kafka"))
                    .as(name)
                    .isTrue();
        });
    }

    @Test
    void nothing_takes_all_memory_or_fills_the_disk_with_its_log() {
        services.fields().forEach((name, service) -> {
            assertThat(resolved(service.at("mem_limit").text(), Map.of()))
                    .as(name)
                    .matches("[1-9]\\d*[mg]");
            assertThat(service.at("logging", "options", "max-size").text()).isEqualTo("10m");
            assertThat(service.at("logging", "options", "max-file").number()).isLessThan(10);
        });
    }

    @Test
    void what_has_something_to_finish_or_to_write_is_not_killed_after_ten_seconds() {
        services.fields().forEach((name, service) -> {
            if (!name.equals("models")) {
                String grace = service.at("stop_grace_period").exists()
                        ? service.at("stop_grace_period").text()
                        : "10s";
                assertThat(Integer.parseInt(grace.replace("s", ""))).as(name).isGreaterThanOrEqualTo(30);
            }
        });
    }

    @Test
    void asking_for_health_starts_no_jvm() {
        services.fields()
                .forEach((name, service) -> assertThat(
                                service.at("healthcheck", "test").items())
                        .as(name)
                        .noneMatch(word -> word.text().matches("java|.*\\.sh")));
    }

    @Test
    void another_model_makes_everyone_anew_who_reads_models_and_they_find_it_alone() {
        String folder = "/models/${HIMAR_MODEL:-digits}";
        services.fields().forEach((name, service) -> {
            if (service.at("volumes").items().stream()
                    .anyMatch(volume -> volume.text().startsWith("models:"))) {
                assertThat(String.valueOf(service.at("command").value())
                                + service.at("environment", "HIMAR_MODELS_DIRECTORY")
                                        .value())
                        .as(name)
                        .contains(folder);
            }
        });
        assertThat(services.at("models", "command").items().get(0).text()).isEqualTo(folder);
    }

    @Test
    void native_code_of_libraries_can_be_unpacked_and_run() {
        for (String service : Project.SERVICES) {
            assertThat(services.at(service, "tmpfs").items().get(0).text()).startsWith("/tmp:exec");
        }
    }

    @Test
    void whoever_is_waited_for_can_say_that_it_is_healthy() {
        services.fields()
                .forEach((name, service) -> service.at("depends_on").fields().forEach((other, dependency) -> {
                    assertThat(services.at(other).exists()).as(other).isTrue();
                    boolean ours = Project.SERVICES.contains(other);
                    assertThat(
                                    switch (dependency.at("condition").text()) {
                                        case "service_healthy" ->
                                            ours
                                                    || services.at(other, "healthcheck", "test")
                                                            .exists();
                                        case "service_completed_successfully" -> other.equals("models");
                                        default -> false;
                                    })
                            .as(name + " waits for " + other)
                            .isTrue();
                }));
    }

    @Test
    void every_variable_stands_in_the_example_with_the_same_default_and_no_secret_has_one() {
        Map<String, String> example = Project.read(".env.example")
                .lines()
                .filter(line -> line.matches("[A-Z_]+=.*"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        Map<String, String> defaults = new TreeMap<>();
        VARIABLE.matcher(Project.read("docker-compose.yml")).results().forEach(found -> {
            boolean required = "?".equals(found.group(2));
            assertThat(required).as(found.group(1)).isEqualTo(Needs.isSecret(found.group(1)));
            defaults.put(found.group(1), required ? example.get(found.group(1)) : found.group(3));
        });

        assertThat(defaults).isEqualTo(example);
    }

    /** A text with its variables replaced, as Compose does it. */
    private static String resolved(String text, Map<String, String> variables) {
        Matcher matcher = VARIABLE.matcher(text);
        return matcher.replaceAll(found -> Matcher.quoteReplacement(
                variables.getOrDefault(found.group(1), found.group(3) == null ? "" : found.group(3))));
    }
}
