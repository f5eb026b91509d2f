package io.himar.worker.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DeletionCostSettingsTest {
    @Test
    void it_is_switched_off_and_needs_nothing_by_default() {
        DeletionCostSettings settings = bound(Map.of("pod", "", "namespace", "", "host", ""));
        assertThat(settings.enabled()).isFalse();
        assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.credentials()).isEqualTo(Path.of("/var/run/secrets/kubernetes.io/serviceaccount"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pod       | ''       | (expected: a pod's name; by default that of POD_NAME)
            pod       | a/../b   | (expected: a pod's name; by default that of POD_NAME)
            namespace | ''       | (expected: a namespace's name; by default that of POD_NAMESPACE)
            host      | ''       | (expected: a name or an address; by default that of KUBERNETES_SERVICE_HOST, which pods have)
            host      | a:443/b  | (expected: a name or an address; by default that of KUBERNETES_SERVICE_HOST, which pods have)
            """)
    void where_it_is_switched_on_it_has_to_be_known_which_pod_and_where(String name, String value, String expected) {
        Map<String, String> values = new HashMap<>(
                Map.of("enabled", "true", "pod", "himar-0", "namespace", "pictures", "host", "10.96.0.1"));
        values.put(name, value);
        assertThatThrownBy(() -> bound(values))
                .rootCause()
                .hasMessage("himar.worker.deletion-cost." + name + ": " + value + " " + expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.96.0.1", "fd00:10:96::1", "::1", "kubernetes.default.svc", "localhost"})
    void a_host_is_a_name_or_an_address(String host) {
        assertThat(bound(Map.of("enabled", "true", "pod", "himar-0", "namespace", "pictures", "host", host))
                        .host())
                .isEqualTo(host);
    }

    @Test
    void a_port_is_one() {
        assertThatThrownBy(() -> bound(Map.of("port", "0")))
                .hasRootCauseMessage("himar.worker.deletion-cost.port: 0 (expected: 1 to 65535)");
    }

    private static DeletionCostSettings bound(Map<String, String> values) {
        Map<String, String> named = new HashMap<>();
        values.forEach((name, value) -> named.put("himar.worker.deletion-cost." + name, value));
        return new Binder(new MapConfigurationPropertySource(named))
                .bindOrCreate("himar.worker.deletion-cost", DeletionCostSettings.class);
    }
}
