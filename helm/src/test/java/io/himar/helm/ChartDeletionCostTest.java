package io.himar.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Workers that keep the deletion cost of their pods. What the policy lets through is tried on a real API server, by
 * deploy/cluster/check.
 */
class ChartDeletionCostTest {
    private static final List<String> WORKERS = List.of("pivot-worker", "refine-worker");
    private static final Map<String, Object> ON = Map.of("deletionCost.enabled", true);

    private final Release off = Chart.render(Map.of());
    private final Release on = Chart.render(ON);

    @Test
    void nobody_has_a_token_or_a_right_unless_it_is_switched_on() {
        assertThat(off.text()).doesNotContain("serviceAccountToken", "Role", "ValidatingAdmission", "POD_NAME");
        for (String service : Project.SERVICES) {
            assertThat(off.settings(service)).doesNotContainKey("HIMAR_WORKER_DELETION_COST_ENABLED");
            assertThat(off.pod(service).at("serviceAccountName").text()).isEqualTo("himar");
        }
    }

    @Test
    void workers_are_told_to_and_who_they_are() {
        for (String worker : WORKERS) {
            assertThat(on.settings(worker)).containsEntry("HIMAR_WORKER_DELETION_COST_ENABLED", "true");
            assertThat(on.container(worker).at("env").items())
                    .extracting(variable -> variable.at("name").text() + " "
                            + variable.at("valueFrom", "fieldRef", "fieldPath").text())
                    .containsExactlyInAnyOrder("POD_NAME metadata.name", "POD_NAMESPACE metadata.namespace");
        }
    }

    @Test
    void a_workers_own_container_alone_has_a_token_that_ends_within_the_hour() {
        for (String worker : WORKERS) {
            YamlNode pod = on.pod(worker);
            assertThat(pod.at("automountServiceAccountToken").is(false)).isTrue();
            YamlNode volume = pod.at("volumes").items().stream()
                    .filter(each -> each.at("name").is("api"))
                    .findFirst()
                    .orElseThrow();
            List<YamlNode> sources = volume.at("projected", "sources").items();
            assertThat(sources.get(0).at("serviceAccountToken", "path").text()).isEqualTo("token");
            assertThat(sources.get(0)
                            .at("serviceAccountToken", "expirationSeconds")
                            .number())
                    .isBetween(600, 3600);
            assertThat(sources.get(0).at("serviceAccountToken", "audience").exists())
                    .isFalse();
            assertThat(sources.get(1).at("configMap", "name").text()).isEqualTo("kube-root-ca.crt");
            assertThat(on.containers(worker))
                    .filteredOn(container -> container.at("volumeMounts").items().stream()
                            .anyMatch(mount -> mount.at("name").is("api")))
                    .extracting(container -> container.at("name").text())
                    .containsExactly(worker);
            assertThat(on.container(worker).at("volumeMounts").items())
                    .anyMatch(mount -> mount.at("mountPath").is("/var/run/secrets/kubernetes.io/serviceaccount"));
        }
        for (String other : List.of("gateway", "scheduler")) {
            assertThat(on.pod(other).value().toString()).doesNotContain("serviceAccountToken", "kube-root-ca.crt");
        }
    }

    @Test
    void workers_have_an_account_of_their_own_and_its_only_right_is_to_patch_pods() {
        for (String worker : WORKERS) {
            assertThat(on.pod(worker).at("serviceAccountName").text()).isEqualTo("himar-worker");
        }
        assertThat(on.pod("gateway").at("serviceAccountName").text()).isEqualTo("himar");
        assertThat(on.pod("scheduler").at("serviceAccountName").text()).isEqualTo("himar");
        assertThat(on.object("ServiceAccount", "himar-worker")
                        .at("automountServiceAccountToken")
                        .is(false))
                .isTrue();
        YamlNode role = on.object("Role", "himar-deletion-cost");
        assertThat(role.at("rules").items()).hasSize(1);
        assertThat(role.at("rules").items().get(0).value())
                .isEqualTo(Map.of("apiGroups", List.of(""), "resources", List.of("pods"), "verbs", List.of("patch")));
        YamlNode binding = on.object("RoleBinding", "himar-deletion-cost");
        assertThat(binding.at("roleRef", "name").text()).isEqualTo("himar-deletion-cost");
        assertThat(binding.at("subjects").items())
                .extracting(YamlNode::value)
                .containsExactly(
                        Map.of("kind", "ServiceAccount", "name", "himar-worker", "namespace", Chart.NAMESPACE));
        assertThat(on.ofKind("ClusterRole")).isEmpty();
    }

    @Test
    void a_role_of_the_cloud_is_given_to_both_accounts() {
        Release everything = Chart.render(Project.CHART.resolve("ci/everything-values.yaml"));
        for (String account : List.of("pictures-pods", "pictures-worker")) {
            assertThat(everything
                            .object("ServiceAccount", account)
                            .at("metadata", "annotations", "team")
                            .text())
                    .isEqualTo("images");
        }
    }

    @Test
    void a_policy_of_the_cluster_refuses_whatever_else_the_workers_ask_for() {
        YamlNode policy = on.object("ValidatingAdmissionPolicy", "himar-deletion-cost.pictures");
        assertThat(policy.at("spec", "failurePolicy").text()).isEqualTo("Fail");
        assertThat(policy.at("spec", "matchConditions").items())
                .extracting(condition -> condition.at("expression").text())
                .containsExactly("request.userInfo.username == \"system:serviceaccount:pictures:himar-worker\"");
        YamlNode rule =
                policy.at("spec", "matchConstraints", "resourceRules").items().get(0);
        assertThat(rule.at("operations").is(List.of("*"))).isTrue();
        assertThat(rule.at("resources").is(List.of("pods", "pods/*"))).isTrue();
        YamlNode binding = on.object("ValidatingAdmissionPolicyBinding", "himar-deletion-cost.pictures");
        assertThat(binding.at("spec", "policyName").text()).isEqualTo("himar-deletion-cost.pictures");
        assertThat(binding.at("spec", "validationActions").is(List.of("Deny"))).isTrue();
        assertThat(binding.at("spec", "matchResources").exists()).isFalse();
    }

    @Test
    void a_cluster_without_such_policies_is_refused_unless_another_one_is_there() {
        assertThatThrownBy(() -> Chart.render("v1.29.5-gke.100", ON))
                .hasMessageContaining("deletionCost.enabled: Kubernetes v1.29.5 has no ValidatingAdmissionPolicy")
                .hasMessageContaining("(expected: 1.30 or newer, or deletionCost.admissionPolicy=false");
        assertThatCode(() -> Chart.render("v1.29.5", Map.of())).doesNotThrowAnyException();
        assertThatCode(() -> Chart.render("v1.30.1-eks-1a2b", ON)).doesNotThrowAnyException();
        Release other =
                Chart.render("v1.29.5", Map.of("deletionCost.enabled", true, "deletionCost.admissionPolicy", false));
        assertThat(other.objects())
                .extracting(object -> object.at("kind").text())
                .contains("Role", "RoleBinding")
                .noneMatch(kind -> kind.startsWith("Validating"));
    }

    @Test
    void where_accounts_are_not_made_the_workers_is_named_and_not_that_of_all() {
        Map<String, Object> unnamed = Map.of("deletionCost.enabled", true, "serviceAccount.create", false);
        assertThatThrownBy(() -> Chart.render(unnamed))
                .hasMessageContaining("deletionCost.serviceAccount: \"\" (expected: an account of the workers alone");
        assertThatThrownBy(() ->
                        Chart.render(Map.of("deletionCost.enabled", true, "deletionCost.serviceAccount", "himar")))
                .hasMessageContaining("deletionCost.serviceAccount: \"himar\"");
        Release named = Chart.render(Map.of(
                "deletionCost.enabled",
                true,
                "serviceAccount.create",
                false,
                "deletionCost.serviceAccount",
                "drawing"));
        assertThat(named.ofKind("ServiceAccount")).isEmpty();
        assertThat(named.pod("pivot-worker").at("serviceAccountName").text()).isEqualTo("drawing");
        assertThat(named.pod("gateway").at("serviceAccountName").text()).isEqualTo("default");
        assertThat(named.text()).contains("system:serviceaccount:pictures:drawing");
    }

    @Test
    void workers_alone_may_go_to_the_api_server() {
        Release everything = Chart.render(Project.CHART.resolve("ci/everything-values.yaml"));
        for (String worker : WORKERS) {
            assertThat(apiServer(everything, worker)).hasSize(1);
            assertThat(apiServer(everything, worker).get(0).at("to").items()).hasSize(1);
        }
        assertThat(apiServer(everything, "gateway")).isEmpty();
        assertThat(apiServer(everything, "scheduler")).isEmpty();
    }

    private static List<YamlNode> apiServer(Release release, String service) {
        return release.object("NetworkPolicy", "pictures-" + service).at("spec", "egress").items().stream()
                .filter(rule -> ports(rule).toList().equals(List.of("443", "6443")))
                .toList();
    }

    private static Stream<String> ports(YamlNode rule) {
        return rule.at("ports").items().stream().map(port -> port.at("port").text());
    }
}
