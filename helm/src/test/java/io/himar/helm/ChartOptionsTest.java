package io.himar.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What single values do. */
class ChartOptionsTest {
    private final Release defaults = Chart.render(Map.of());
    private final Release everything = Chart.render(Project.CHART.resolve("ci/everything-values.yaml"));
    private final Release external = Chart.render(Project.CHART.resolve("ci/external-values.yaml"));

    @Test
    void optional_parts_are_off_by_default() {
        assertThat(defaults.objects())
                .extracting(object -> object.at("kind").text())
                .containsOnly("Deployment", "Service", "ConfigMap", "PodDisruptionBudget", "ServiceAccount");
    }

    @Test
    void each_worker_has_a_triton_of_its_own_with_a_gpu_that_only_its_pod_can_ask() {
        for (String worker : List.of("pivot-worker", "refine-worker")) {
            YamlNode triton = triton(defaults, worker);
            assertThat(triton.at("restartPolicy").text()).isEqualTo("Always");
            assertThat(triton.at("resources", "limits", "nvidia.com/gpu").number())
                    .isEqualTo(1);
            assertThat(triton.at("args").items())
                    .extracting(YamlNode::text)
                    .contains("--model-control-mode=none", "--strict-readiness=true", "--grpc-address=127.0.0.1");
            assertThat(defaults.settings(worker)).containsEntry("HIMAR_INFERENCE_ADDRESS", "127.0.0.1:8001");
        }
    }

    @Test
    void without_gpus_triton_runs_on_the_cpu() {
        assertThat(triton(everything, "refine-worker").at("resources", "limits").fields())
                .doesNotContainKey("nvidia.com/gpu");
    }

    @Test
    void an_external_triton_takes_the_sidecars_place() {
        for (String worker : List.of("pivot-worker", "refine-worker")) {
            assertThat(external.containers(worker)).hasSize(1);
            assertThat(external.settings(worker)).containsEntry("HIMAR_INFERENCE_ADDRESS", "triton.inference:8001");
        }
    }

    @Test
    void the_models_are_copied_before_anything_reads_them_or_lie_on_a_claim() {
        for (String service : List.of("gateway", "pivot-worker", "refine-worker")) {
            assertThat(defaults.pod(service)
                            .at("initContainers")
                            .items()
                            .get(0)
                            .at("name")
                            .text())
                    .isEqualTo("models");
            assertThat(external.pod(service).at("volumes").items())
                    .anyMatch(volume ->
                            volume.at("persistentVolumeClaim", "claimName").is("models"));
        }
        assertThat(defaults.containers("scheduler")).hasSize(1);
    }

    @Test
    void a_triton_beside_a_worker_follows_a_claim_and_not_what_was_copied_for_it() {
        Release claimed = Chart.render(Map.of("models.existingClaim", "models"));
        for (String worker : List.of("pivot-worker", "refine-worker")) {
            assertThat(triton(claimed, worker).at("args").items())
                    .extracting(YamlNode::text)
                    .contains("--model-control-mode=poll", "--strict-readiness=false")
                    .doesNotContain("--model-control-mode=none", "--strict-readiness=true");
        }
    }

    @Test
    void a_worker_runs_the_models_that_it_is_given_or_all() {
        Release given = Chart.render(Map.of("refineWorker.models[0]", "digits", "refineWorker.models[1]", "letters"));
        assertThat(given.settings("refine-worker")).containsEntry("HIMAR_MODELS_ONLY", "digits,letters");
        assertThat(given.settings("pivot-worker")).doesNotContainKey("HIMAR_MODELS_ONLY");
        assertThat(given.settings("gateway")).doesNotContainKey("HIMAR_MODELS_ONLY");
    }

    @Test
    void what_is_scaled_has_no_fixed_number_of_replicas() {
        assertThat(defaults.deployment("pivot-worker").at("spec", "replicas").number())
                .isEqualTo(1);
        for (String service : List.of("gateway", "pivot-worker", "refine-worker")) {
            assertThat(everything.deployment(service).at("spec", "replicas").exists())
                    .isFalse();
        }
        assertThat(everything.ofKind("HorizontalPodAutoscaler")).hasSize(1);
        assertThat(everything.ofKind("ScaledObject")).hasSize(2);
    }

    @Test
    void the_ingress_publishes_the_api_the_page_and_the_pages_of_problems_and_not_the_actuator() {
        YamlNode rule = everything
                .object("Ingress", "pictures")
                .at("spec", "rules")
                .items()
                .get(0);

        assertThat(rule.at("host").text()).isEqualTo("pictures.example.com");
        assertThat(rule.at("http", "paths").items())
                .extracting(path ->
                        path.at("path").text() + " " + path.at("pathType").text())
                .containsExactly("/v1 Prefix", "/v3/api-docs Prefix", "/problems Prefix", "/page Prefix", "/ Exact");
    }

    @Test
    void network_policies_close_all_but_the_gateway_to_others_than_the_monitoring() {
        assertThat(everything
                        .object("NetworkPolicy", "pictures-gateway")
                        .at("spec", "ingress")
                        .items())
                .hasSize(2);
        for (String service : List.of("scheduler", "pivot-worker", "refine-worker")) {
            List<YamlNode> rules = everything
                    .object("NetworkPolicy", "pictures-" + service)
                    .at("spec", "ingress")
                    .items();
            assertThat(rules).hasSize(1);
            assertThat(rules.get(0).at("from").items()).hasSize(1);
        }
    }

    private static YamlNode triton(Release release, String worker) {
        return release.containers(worker).stream()
                .filter(container -> container.at("name").is("triton"))
                .findFirst()
                .orElseThrow();
    }
}
