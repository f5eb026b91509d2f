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
        String management = service.equals("gateway") ? " MANAGEMENT_SERVER_PORT=9080" : "";

        assertThat(Project.stage(service))
                .containsExactlyElementsOf(Stream.concat(
                                Stream.of("ENV SERVER_PORT=" + port + management, "EXPOSE " + port),
                                Stream.of("dependencies", "spring-boot-loader", "snapshot-dependencies", "application")
                                        .map(layer -> "COPY --from=build /layers/" + service + "/" + layer + "/ ./"))
                        .toList());
    }

    @Test
    void the_build_context_holds_every_module_and_all_that_is_built_into_the_images() {
        BuildContext context = BuildContext.read();
        List<String> modules = Project.modules();
        assertThat(modules).hasSizeGreaterThan(10).contains("benchmarks", "gateway");

        assertThat(context.holds("pom.xml")).isTrue();
        assertThat(modules).allMatch(module -> context.holds(module + "/pom.xml"));
        assertThat(modules)
                .filteredOn(module -> !module.equals("helm"))
                .allMatch(module -> context.holds(module + "/src/main/java/A.java"));
        assertThat(context.holds("weights/digits/model.safetensors")).isTrue();
    }

    @Test
    void nothing_secret_or_built_goes_to_the_builder() {
        BuildContext context = BuildContext.read();
        assertThat(List.of(".env", ".git/config", "gateway/target/gateway.jar", "gateway/a.log", "target/x"))
                .noneMatch(context::holds);
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
