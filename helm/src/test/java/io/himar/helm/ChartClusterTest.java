package io.himar.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What real clusters ask of a chart. */
class ChartClusterTest {
    private final Release defaults = Chart.render(Map.of());
    private final Release everything = Chart.render(Project.CHART.resolve("ci/everything-values.yaml"));
    private final Release openshift = Chart.render(Project.CHART.resolve("ci/openshift-values.yaml"));

    @Test
    void an_image_may_be_named_by_its_digest() {
        assertThat(everything.container("gateway").at("image").text()).matches("himar/gateway:0\\.1\\.0@sha256:1{64}");
        assertThat(everything.container("scheduler").at("image").text()).isEqualTo("himar/scheduler:0.1.0");
    }

    @Test
    void callers_of_the_interface_reach_neither_health_nor_metrics() {
        YamlNode gateway = everything.container("gateway");
        assertThat(gateway.at("readinessProbe", "httpGet", "port").text()).isEqualTo("management");
        assertThat(everything.settings("gateway")).containsEntry("MANAGEMENT_SERVER_PORT", "9080");
        assertThat(everything
                        .object("Service", "pictures-gateway")
                        .at("spec", "ports")
                        .items())
                .extracting(port -> port.at("targetPort").text())
                .containsExactly("http");
        assertThat(ports(everything.object("NetworkPolicy", "pictures-gateway"), "ingress"))
                .containsExactly("http", "management");
        assertThat(everything
                        .object("ServiceMonitor", "pictures")
                        .at("spec", "endpoints")
                        .items()
                        .get(0)
                        .at("port")
                        .text())
                .isEqualTo("management");
    }

    @Test
    void a_gateway_that_is_to_end_goes_on_until_nobody_is_sent_to_it() {
        YamlNode stop = defaults.container("gateway").at("lifecycle", "preStop", "exec", "command");
        int pause = stop.items().get(1).number();
        assertThat(pause).isPositive();
        assertThat(defaults.pod("gateway").at("terminationGracePeriodSeconds").number())
                .isGreaterThan(pause + 40);
    }

    @Test
    void a_start_may_take_five_minutes() {
        for (String service : Project.SERVICES) {
            YamlNode probe = defaults.container(service).at("startupProbe");
            assertThat(probe.at("periodSeconds").number()
                            * probe.at("failureThreshold").number())
                    .isGreaterThanOrEqualTo(300);
        }
    }

    @Test
    void replicas_are_spread_where_that_is_possible_unless_told_otherwise() {
        for (String service : Project.SERVICES) {
            List<YamlNode> spread =
                    defaults.pod(service).at("topologySpreadConstraints").items();
            assertThat(spread)
                    .extracting(each -> each.at("topologyKey").text())
                    .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
            assertThat(spread.get(0)
                            .at("labelSelector", "matchLabels", "app.kubernetes.io/component")
                            .text())
                    .isEqualTo(service);
        }
        assertThat(openshift.pod("scheduler").at("topologySpreadConstraints").exists())
                .isFalse();
    }

    @Test
    void a_constraint_of_the_spread_without_a_selector_counts_the_pods_of_its_service() {
        YamlNode constraint = everything
                .pod("refine-worker")
                .at("topologySpreadConstraints")
                .items()
                .get(0);

        assertThat(constraint.at("topologyKey").text()).isEqualTo("kubernetes.io/hostname");
        assertThat(constraint
                        .at("labelSelector", "matchLabels", "app.kubernetes.io/component")
                        .text())
                .isEqualTo("refine-worker");
    }

    @Test
    void the_cluster_may_choose_users_and_groups() {
        for (String service : Project.SERVICES) {
            YamlNode security = openshift.pod(service).at("securityContext");
            assertThat(security.fields()).doesNotContainKeys("runAsUser", "runAsGroup", "fsGroup");
            assertThat(security.at("runAsNonRoot").is(true)).isTrue();
        }
        assertThat(openshift.text()).doesNotContain("runAsUser");
    }

    @Test
    void variables_may_refer_to_something_and_volumes_may_be_added() {
        YamlNode gateway = everything.container("gateway");
        assertThat(gateway.at("env").items())
                .filteredOn(variable -> variable.at("name").is("HIMAR_OIDC_ISSUER"))
                .extracting(variable ->
                        variable.at("valueFrom", "configMapKeyRef", "key").text())
                .containsExactly("address");
        assertThat(gateway.at("envFrom").items()).hasSize(2);
        assertThat(gateway.at("volumeMounts").items())
                .extracting(mount -> mount.at("mountPath").text())
                .contains("/extra");
    }

    @Test
    void authorities_of_ones_own_are_trusted() {
        for (String service : Project.SERVICES) {
            assertThat(everything.settings(service).get("JAVA_TOOL_OPTIONS"))
                    .contains("-Djavax.net.ssl.trustStore=/trust/truststore.p12");
            assertThat(everything.container(service).at("volumeMounts").items())
                    .extracting(mount -> mount.at("mountPath").text())
                    .contains("/trust");
        }
    }

    @Test
    void the_schemas_owner_migrates_in_a_job_before_and_the_services_do_not() {
        YamlNode job = openshift.object("Job", "himar-migrations");
        assertThat(job.at("metadata", "annotations", "argocd.argoproj.io/hook").text())
                .isEqualTo("PreSync");
        assertThat(YamlNode.read(Project.CHART.resolve("values.yaml"))
                        .at("migrations", "annotations", "helm.sh/hook")
                        .text())
                .isEqualTo("pre-install,pre-upgrade");
        YamlNode container =
                job.at("spec", "template", "spec", "containers").items().get(0);
        assertThat(container.at("command").items())
                .extracting(YamlNode::text)
                .contains("io.himar.service.database.MigrateDatabase");
        assertThat(container.at("env").items())
                .filteredOn(variable -> variable.at("name").is("HIMAR_DATABASE_USERNAME"))
                .extracting(variable -> variable.at("value").text())
                .containsExactly("owner");
        for (String service : List.of("gateway", "scheduler")) {
            assertThat(openshift.settings(service)).containsEntry("HIMAR_DATABASE_MIGRATE", "false");
            assertThat(defaults.settings(service)).containsEntry("HIMAR_DATABASE_MIGRATE", "true");
        }
    }

    @Test
    void another_revision_of_the_secrets_makes_other_pods() {
        Release other = Chart.render(Map.of("existingSecrets.revision", "march"));
        for (String service : Project.SERVICES) {
            assertThat(other.deployment(service)
                            .at("spec", "template", "metadata", "annotations", "himar/secrets-revision")
                            .text())
                    .isEqualTo("march");
        }
    }

    @Test
    void with_a_role_no_pod_has_keys() {
        for (String service : Project.SERVICES) {
            assertThat(openshift.secrets(service)).doesNotContainKey("HIMAR_OBJECTS_SECRET_KEY");
        }
    }

    @Test
    void pods_may_only_go_where_they_need_to() {
        assertThat(ports(openshift.object("NetworkPolicy", "himar-pivot-worker"), "egress"))
                .containsExactly("53", "53", "9092", "9093", "443", "8001");
        assertThat(ports(openshift.object("NetworkPolicy", "himar-scheduler"), "egress"))
                .containsExactly("53", "53", "9092", "9093", "5432", "443");
        YamlNode gateway = everything.object("NetworkPolicy", "pictures-gateway");
        assertThat(ports(gateway, "egress")).containsExactly("53", "53", "9092", "5432", "8333", "4318", "443", "8125");
        assertThat(gateway.at("spec", "egress").items().get(2).at("to").items()).hasSize(1);
    }

    private static List<String> ports(YamlNode policy, String direction) {
        return policy.at("spec", direction).items().stream()
                .flatMap(rule -> rule.at("ports").items().stream())
                .map(port -> port.at("port").text())
                .collect(Collectors.toList());
    }
}
