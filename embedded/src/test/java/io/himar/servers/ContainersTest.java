package io.himar.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainersTest {
    private final List<String> notices = new ArrayList<>();

    @Test
    void who_asks_for_no_containers_gets_embedded_servers_and_docker_is_not_looked_for() {
        boolean used = Containers.used(
                false,
                () -> {
                    throw new AssertionError("Docker was looked for");
                },
                notices::add);

        assertThat(used).isFalse();
        assertThat(notices).isEmpty();
    }

    @Test
    void without_a_docker_engine_the_servers_are_embedded_and_a_sentence_says_so() {
        assertThat(Containers.used(true, () -> false, notices::add)).isFalse();
        assertThat(notices)
                .containsExactly("-Dhimar.containers=true, but no Docker engine answers: the tests run against embedded"
                        + " servers.");
    }

    @Test
    void with_an_engine_they_run_in_containers() {
        assertThat(Containers.used(true, () -> true, notices::add)).isTrue();
        assertThat(notices).isEmpty();
    }

    @Test
    void a_property_names_another_image() {
        String property = "himar.containers.some-server";
        assertThat(Containers.image("some-server", "postgres:18").asCanonicalNameString())
                .isEqualTo("postgres:18");
        System.setProperty(property, "registry.example.org/postgres:19");
        try {
            assertThat(Containers.image("some-server", "postgres:18").asCanonicalNameString())
                    .isEqualTo("registry.example.org/postgres:19");
        } finally {
            System.clearProperty(property);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ContainedPostgres.IMAGE, ContainedKafka.IMAGE, ContainedObjectStorage.IMAGE})
    void the_images_are_those_of_the_compose_file(String image) throws IOException {
        assertThat(Files.readString(Path.of("../docker-compose.yml"))).contains("\n    image: " + image + "\n");
    }

    @Test
    void addresses_of_this_machine_are_closed_to_others() {
        assertThat(new ServerAddress("127.0.0.1", 20_001).binding(5432)).isEqualTo("127.0.0.1:20001:5432");
        assertThat(new ServerAddress("docker.example.org", 20_001).binding(5432))
                .isEqualTo("0.0.0.0:20001:5432");
    }
}
