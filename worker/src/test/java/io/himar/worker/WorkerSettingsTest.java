package io.himar.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WorkerSettingsTest {
    @Test
    void only_what_has_no_sensible_default_must_be_set() {
        Map<String, String> required = Map.of(
                "himar.worker.name", "w",
                "himar.inference.address", "triton:8001",
                "himar.models.directory", "/models",
                "himar.objects.endpoint", "http://objects:9000",
                "himar.objects.access-key", "access",
                "himar.objects.secret-key", "secret",
                "himar.kafka.bootstrap-servers", "kafka:9092");
        assertThat(bound("himar.worker", WorkerProperties.class, required))
                .isEqualTo(new WorkerProperties("w", 4, Duration.ofMillis(250), 10_000, Duration.ofSeconds(1)));
        assertThat(bound("himar.inference", InferenceProperties.class, required))
                .isEqualTo(new InferenceProperties("triton:8001", Duration.ofSeconds(60)));
        assertThat(bound("himar.models", ModelsProperties.class, required))
                .isEqualTo(new ModelsProperties(Path.of("/models")));
        assertThat(bound("himar.kafka", KafkaGroupProperties.class, required))
                .isEqualTo(new KafkaGroupProperties(GroupProtocol.CLASSIC));
        URI endpoint = URI.create("http://objects:9000");
        assertThat(bound("himar.objects", ObjectsProperties.class, required))
                .isEqualTo(new ObjectsProperties(endpoint, endpoint, "himar", "us-east-1", "access", "secret"));
    }

    @Test
    void a_wrong_value_is_refused_by_its_property_name() {
        assertThatThrownBy(() -> bound(
                        "himar.inference",
                        InferenceProperties.class,
                        Map.of("himar.inference.address", "http://triton:8001")))
                .isInstanceOf(BindException.class)
                .hasRootCauseMessage("himar.inference.address: http://triton:8001 (expected: host:port)");
    }

    private static <T> T bound(String prefix, Class<T> type, Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate(prefix, type);
    }
}
