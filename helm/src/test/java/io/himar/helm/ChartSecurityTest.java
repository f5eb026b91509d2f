package io.himar.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the pods speak to servers that let in only whom they know. */
class ChartSecurityTest {
    private final Release external = Chart.render(Project.CHART.resolve("ci/external-values.yaml"));
    private final Release openshift = Chart.render(Project.CHART.resolve("ci/openshift-values.yaml"));

    @Test
    void every_service_says_who_it_is_to_brokers_of_a_private_authority() {
        for (String service : Project.SERVICES) {
            assertThat(external.settings(service))
                    .containsEntry("HIMAR_KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
                    .containsEntry("HIMAR_KAFKA_SECURITY_MECHANISM", "SCRAM-SHA-256")
                    .containsEntry("HIMAR_KAFKA_SECURITY_USERNAME", "himar")
                    .containsEntry("HIMAR_KAFKA_SECURITY_AUTHORITIES", "/authorities/ca.crt");
            assertThat(external.secrets(service))
                    .containsEntry("HIMAR_KAFKA_SECURITY_PASSWORD", new Release.SecretKey("himar-kafka", "pw"));
            assertThat(mounts(external.container(service))).contains("/authorities", "/run/secrets/himar");
        }
    }

    @Test
    void brokers_may_ask_for_a_certificate_instead() {
        for (String service : Project.SERVICES) {
            assertThat(openshift.settings(service))
                    .containsEntry("HIMAR_KAFKA_SECURITY_PROTOCOL", "SSL")
                    .containsEntry("HIMAR_KAFKA_SECURITY_CERTIFICATE", "/kafka-certificate/tls.crt")
                    .containsEntry("HIMAR_KAFKA_SECURITY_KEY", "/kafka-certificate/tls.key")
                    .doesNotContainKey("HIMAR_KAFKA_SECURITY_USERNAME");
            assertThat(mounts(openshift.container(service))).contains("/kafka-certificate");
        }
    }

    @Test
    void workers_show_their_token_to_an_inference_server_over_tls() {
        assertThat(external.settings("pivot-worker"))
                .containsEntry("HIMAR_INFERENCE_TLS", "true")
                .containsEntry("HIMAR_INFERENCE_AUTHORITIES", "/authorities/ca.crt");
        assertThat(external.secrets("refine-worker"))
                .containsEntry("HIMAR_INFERENCE_TOKEN", new Release.SecretKey("himar-triton", "token"));
        assertThat(external.secrets("gateway")).doesNotContainKey("HIMAR_INFERENCE_TOKEN");
        assertThatThrownBy(() -> Chart.render(
                        Map.of("triton.mode", "external", "triton.address", "t:1", "triton.token.existingSecret", "t")))
                .hasMessageContaining("tls");
    }

    @Test
    void the_job_of_the_migrations_believes_whom_the_services_believe() {
        YamlNode pod = openshift.object("Job", "himar-migrations").at("spec", "template", "spec");
        YamlNode container = pod.at("containers").items().get(0);

        assertThat(mounts(container)).contains("/authorities", "/trust", "/run/secrets/himar");
        assertThat(container.at("env").items())
                .noneMatch(variable -> variable.at("valueFrom").exists())
                .anyMatch(variable -> variable.at("name").is("JAVA_TOOL_OPTIONS"));
    }

    @Test
    void without_a_user_nobody_can_say_who_he_is() {
        assertThatThrownBy(() -> Chart.render(Map.of("kafka.security.protocol", "SASL_SSL")))
                .hasMessageContaining("username");
    }

    private static List<String> mounts(YamlNode container) {
        return container.at("volumeMounts").items().stream()
                .map(mount -> mount.at("mountPath").text())
                .toList();
    }
}
