package io.himar.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the chart with whatever values. */
class ChartTest {
    static List<Path> valueSets() {
        return Chart.valueSets();
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void passes_the_strict_linter(Path values, @TempDir Path directory) throws IOException {
        // The folder of a chart has to have its name.
        LintResult result = Chart.lint(values, directory.resolve("himar"));

        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void every_object_has_its_own_valid_name_and_the_labels_of_the_release(Path values) {
        Set<String> seen = new HashSet<>();
        for (YamlNode object : Chart.render(values).objects()) {
            String name = object.at("metadata", "name").text();
            assertThat(seen.add(object.at("kind").text() + "/" + name)).as(name).isTrue();
            // What belongs to the whole cluster has the namespace in its name.
            String global = object.at("kind").text().startsWith("ValidatingAdmission") ? "\\." + Chart.NAMESPACE : "";
            assertThat(name).matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?" + global);
            assertThat(object.at("metadata", "labels").fields())
                    .as(name)
                    .containsKeys("app.kubernetes.io/name", "app.kubernetes.io/instance", "helm.sh/chart");
        }
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void each_service_is_one_deployment_that_its_service_finds(Path values) {
        Release release = Chart.render(values);

        assertThat(release.ofKind("Deployment")).hasSize(4);
        assertThat(release.ofKind("Service")).hasSize(5);
        for (YamlNode service : release.ofKind("Service")) {
            String component = service.at("metadata", "labels", "app.kubernetes.io/component")
                    .text();
            YamlNode template = release.deployment(component).at("spec", "template");
            assertThat(template.at("metadata", "labels").fields())
                    .containsAllEntriesOf(relocated(service.at("spec", "selector"), template.at("metadata", "labels")));
            assertThat(relocated(service.at("spec", "selector"), service))
                    .isEqualTo(relocated(release.deployment(component).at("spec", "selector", "matchLabels"), service));
            for (YamlNode port : service.at("spec", "ports").items()) {
                assertThat(portNames(release, component))
                        .contains(port.at("targetPort").text());
            }
        }
    }

    /** The same entries as if they stood elsewhere, so that they can be compared. */
    private static java.util.Map<String, YamlNode> relocated(YamlNode entries, YamlNode place) {
        java.util.Map<String, YamlNode> moved = new java.util.HashMap<>();
        entries.fields().forEach((key, node) -> moved.put(key, new YamlNode(place.path() + "/" + key, node.value())));
        return moved;
    }

    private static List<String> portNames(Release release, String service) {
        return release.containers(service).stream()
                .flatMap(container -> container.at("ports").items().stream())
                .map(port -> port.at("name").text())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void images_are_targets_of_the_dockerfile_and_ports_those_of_the_services(Path values) {
        Release release = Chart.render(values);

        for (String service : Project.SERVICES) {
            int port = ServiceConfiguration.of(service).port();
            YamlNode container = release.container(service);
            assertThat(container.at("image").text()).matches(".*/" + service + ":[-\\w.]+(@sha256:[0-9a-f]{64})?");
            assertThat(container.at("ports").items().get(0).at("containerPort").number())
                    .isEqualTo(port);
            assertThat(release.settings(service)).containsEntry("SERVER_PORT", String.valueOf(port));
            assertThat(Project.imageTargets()).contains(service);
        }
        assertThat(Project.imageTargets()).contains("models");
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void every_lasting_container_has_all_probes_on_a_port_that_it_opens(Path values) {
        Release release = Chart.render(values);

        for (String service : Project.SERVICES) {
            for (YamlNode container : release.containers(service)) {
                if (container.at("name").is("models")) {
                    continue;
                }
                for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                    YamlNode get = container.at(probe, "httpGet");
                    assertThat(get.at("path").text()).startsWith("/");
                    assertThat(container.at("ports").items())
                            .extracting(port -> port.at("name").text())
                            .contains(get.at("port").text());
                }
            }
            assertThat(release.container(service)
                            .at("readinessProbe", "httpGet", "path")
                            .text())
                    .isEqualTo("/actuator/health/readiness");
        }
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void nothing_runs_as_root_or_may_become_it_or_writes_to_its_image(Path values) {
        Release release = Chart.render(values);

        for (String service : Project.SERVICES) {
            YamlNode pod = release.pod(service);
            assertThat(pod.at("securityContext", "runAsNonRoot").is(true)).isTrue();
            assertThat(isRoot(pod.at("securityContext"))).isFalse();
            assertThat(pod.at("securityContext", "seccompProfile", "type").text())
                    .isEqualTo("RuntimeDefault");
            assertThat(pod.at("automountServiceAccountToken").is(false)).isTrue();
            for (YamlNode container : release.containers(service)) {
                YamlNode security = container.at("securityContext");
                assertThat(security.at("allowPrivilegeEscalation").is(false)).isTrue();
                assertThat(security.at("readOnlyRootFilesystem").is(true)).isTrue();
                assertThat(security.at("capabilities", "drop").is(List.of("ALL")))
                        .isTrue();
                assertThat(isRoot(security)).isFalse();
            }
        }
    }

    /** Where no user is named, the image's own has to be a number that is not 0, or the cluster chooses one. */
    private static boolean isRoot(YamlNode security) {
        return security.at("runAsUser").exists() && security.at("runAsUser").number() == 0;
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void every_mount_has_a_volume(Path values) {
        Release release = Chart.render(values);

        for (String service : Project.SERVICES) {
            List<String> volumes = release.pod(service).at("volumes").items().stream()
                    .map(volume -> volume.at("name").text())
                    .toList();
            for (YamlNode container : release.containers(service)) {
                for (YamlNode mount : container.at("volumeMounts").items()) {
                    assertThat(volumes).contains(mount.at("name").text());
                }
            }
        }
    }
}
