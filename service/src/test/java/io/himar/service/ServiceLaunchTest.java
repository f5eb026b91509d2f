package io.himar.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.himar.contracts.Topics;
import io.himar.service.settings.KafkaSettings;
import io.himar.service.settings.ObjectsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** The launch of a service that is nothing but its settings; {@code tiny.yml} is over {@code service.yml}. */
@ExtendWith(OutputCaptureExtension.class)
class ServiceLaunchTest {
    private static final Logger log = LoggerFactory.getLogger(ServiceLaunchTest.class);
    private static final String NO_SERVER = "--spring.main.web-application-type=none";

    /** Spring Boot's own, whatever other configuration of logs is on the class path of the tests. */
    private static final String LOGGED = "--logging.config=classpath:plain-logs.xml";

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(KafkaSettings.class)
    static class Tiny {}

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ObjectsSettings.class)
    static class Demanding {}

    private final ServiceLaunch launch = ServiceLaunch.of("tiny", Tiny.class)
            .renamed(new RenamedSetting("old.partitions", "himar.kafka.partitions", ""))
            .retired(new RetiredSetting("old.breaks", "has no effect any more"));

    @Test
    void the_services_own_file_comes_over_the_shared_one_and_may_name_a_setting() {
        try (ConfigurableApplicationContext service = launch.start(NO_SERVER, "--himar.kafka.partitions=5")) {
            assertThat(service.getEnvironment().getProperty("server.shutdown")).isEqualTo("immediate");
            assertThat(service.getEnvironment().getProperty("spring.main.banner-mode"))
                    .isEqualTo("off");
            assertThat(service.getEnvironment().getProperty("tiny.partitions")).isEqualTo("5");
            assertThat(service.getEnvironment().getProperty("tiny.brokers")).isEqualTo("127.0.0.1:9092");
        }
    }

    @Test
    void an_old_name_still_works_and_is_told(CapturedOutput output) {
        try (ConfigurableApplicationContext service = launch.start(NO_SERVER, LOGGED, "--old.partitions=7")) {
            assertThat(service.getBean(KafkaSettings.class).partitions()).isEqualTo(7);
        }
        assertThat(output.getAll())
                .contains("old.partitions is called himar.kafka.partitions now; the old name still works");
    }

    @Test
    void a_setting_that_has_no_effect_any_more_is_told(CapturedOutput output) {
        launch.start(NO_SERVER, LOGGED, "--old.breaks=7").close();
        assertThat(output.getAll()).contains("old.breaks has no effect any more");
    }

    @Test
    void the_new_name_wins_over_the_old_one() {
        try (ConfigurableApplicationContext service =
                launch.start(NO_SERVER, "--old.partitions=7", "--himar.kafka.partitions=8")) {
            assertThat(service.getBean(KafkaSettings.class).partitions()).isEqualTo(8);
        }
    }

    @Test
    void a_missing_setting_is_told_in_a_sentence_with_its_environment_variable(CapturedOutput output) {
        assertThat(catchThrowable(
                        () -> ServiceLaunch.of("tiny", Demanding.class).start(NO_SERVER)))
                .isNotNull();

        assertThat(output.getAll())
                .contains("himar.objects.access-key: missing (expected: a key of the S3 service)")
                .contains("HIMAR_OBJECTS_ACCESS_KEY")
                .doesNotContain("\tat ");
    }

    @Test
    void a_prefix_that_no_topic_can_have_is_told_in_a_sentence(CapturedOutput output) {
        assertThat(catchThrowable(() -> launch.start(NO_SERVER, "--himar.kafka.prefix=media/himar")))
                .isNotNull();

        assertThat(output.getAll())
                .contains("himar.kafka.prefix: media/himar (expected: " + Topics.PREFIXES + ")")
                .contains("HIMAR_KAFKA_PREFIX")
                .doesNotContain("\tat ");
    }

    @Test
    void a_secret_is_what_was_written_and_no_placeholder() {
        try (ConfigurableApplicationContext service = ServiceLaunch.of("tiny", Demanding.class)
                .start(NO_SERVER, "--himar.objects.access-key=a", "--himar.objects.secretKey=x${nobody}\\${y:z}")) {
            assertThat(service.getBean(ObjectsSettings.class).secretKey().text())
                    .isEqualTo("x${nobody}\\${y:z}");
        }
    }

    @Test
    void secrets_may_lie_in_files_that_are_called_as_their_settings_are(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("himar.objects.access-key"), "a\n");
        Files.writeString(folder.resolve("himar.objects.secret-key"), "x${nobody}");

        try (ConfigurableApplicationContext service =
                ServiceLaunch.of("tiny", Demanding.class).start(NO_SERVER, "--himar.secrets.directory=" + folder)) {
            assertThat(service.getBean(ObjectsSettings.class).accessKey().text())
                    .isEqualTo("a");
            assertThat(service.getBean(ObjectsSettings.class).secretKey().text())
                    .isEqualTo("x${nobody}");
        }
    }

    @Test
    void structured_logs_say_which_image_a_line_is_about(CapturedOutput output) {
        try {
            launch.start(
                            NO_SERVER,
                            "--logging.config=classpath:structured-logs.xml",
                            "--logging.structured.format.console=logstash")
                    .close();
            ImageInLog.about("job-1", "image-1", () -> log.warn("seen"));
            log.warn("unseen");
        } finally {
            // Else it holds for the services that this JVM starts later, too.
            System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
        }

        assertThat(output.getAll().lines().filter(line -> line.contains("\"seen\"")))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("\"job\":\"job-1\"", "\"image\":\"image-1\"");
        assertThat(output.getAll().lines().filter(line -> line.contains("\"unseen\"")))
                .singleElement(InstanceOfAssertFactories.STRING)
                .doesNotContain("image-1");
    }

    @Test
    void tests_may_bring_their_own_clock() {
        Clock stopped = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        try (ConfigurableApplicationContext service = launch.at(stopped).start(NO_SERVER)) {
            assertThat(service.getBean(Clock.class)).isSameAs(stopped);
        }
    }
}
