package io.himar.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DockerfileTest {
    static List<String> services() {
        return Project.SERVICES;
    }

    @ParameterizedTest
    @MethodSource("services")
    void an_image_opens_the_port_of_its_service_and_holds_all_of_its_layers(String service) {
        int port = ServiceConfiguration.of(service).port();

        assertThat(Project.stage(service))
                .containsExactlyElementsOf(Stream.concat(
                                Stream.of("ENV SERVER_PORT=" + port, "EXPOSE " + port),
                                Stream.of("dependencies", "spring-boot-loader", "snapshot-dependencies", "application")
                                        .map(layer -> "COPY --from=build /layers/" + service + "/" + layer + "/ ./"))
                        .toList());
    }

    @Test
    void services_and_models_run_as_a_numeric_user_that_is_not_root() {
        assertThat(Project.stage("runtime")).contains("USER 10001:10001");
        assertThat(Project.stage("models")).contains("USER 10001:10001");
    }

    @Test
    void services_say_whether_they_are_ready() {
        assertThat(Project.stage("runtime"))
                .anyMatch(line -> line.startsWith("HEALTHCHECK") && line.contains("/actuator/health/readiness"));
    }
}
