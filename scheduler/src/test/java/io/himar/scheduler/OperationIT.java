package io.himar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;

class OperationIT {
    @Test
    void operators_see_health_and_load() throws Exception {
        try (Suite suite = Suite.start();
                Workers workers = new Workers(TestServers.kafka(), 2)) {
            await().atMost(Suite.PATIENCE)
                    .untilAsserted(() ->
                            assertThat(get(suite, "/actuator/health/readiness")).contains("\"status\":\"UP\""));
            assertThat(get(suite, "/actuator/health/liveness")).contains("\"status\":\"UP\"");

            workers.slots(2);
            suite.submit(5);
            await().atMost(Suite.PATIENCE)
                    .untilAsserted(() -> assertThat(get(suite, "/actuator/prometheus"))
                            .contains("himar_images{stage=\"pivot\",state=\"queued\"} 3.0")
                            .contains("himar_images{stage=\"pivot\",state=\"handed_over\"} 2.0")
                            .contains("himar_model_seconds{stage=\"pivot\",state=\"queued\"} 30.0")
                            .contains("himar_slots{stage=\"refine\"} 2.0")
                            .contains("himar_images_dispatched_total 2.0")
                            .contains("himar_leases_ended_total{begun=\"true\",stage=\"refine\"} 0.0"));
        }
    }

    @Test
    void no_endpoint_shows_settings_or_memory() throws Exception {
        try (Suite suite = Suite.start()) {
            for (String endpoint : List.of("env", "configprops", "beans", "heapdump", "loggers")) {
                assertThat(get(suite, "/actuator/" + endpoint)).contains("\"status\":404");
            }
        }
    }

    @Test
    void a_missing_database_is_the_reason_for_not_starting() {
        assertThatThrownBy(() -> SchedulerApplication.start(
                                "--server.port=0",
                                "--himar.database.url=jdbc:postgresql://127.0.0.1:1/himar",
                                "--himar.kafka.bootstrap-servers=127.0.0.1:1",
                                "--himar.objects.access-key=none",
                                "--himar.objects.secret-key=none")
                        .close())
                .hasRootCauseInstanceOf(ConnectException.class)
                .satisfies(failure -> assertThat(causes(failure)).anyMatch(FlywayException.class::isInstance));
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
    }

    private static String get(Suite suite, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + suite.port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
