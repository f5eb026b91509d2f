package io.himar.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatedWarningsTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE);
    private final LoggerContext loggers = new LoggerContext();
    private final Logger library = loggers.getLogger("org.apache.kafka.clients.NetworkClient");
    private final Logger ours = loggers.getLogger("io.himar.worker.StageRunner");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void start() {
        loggers.addTurboFilter(new RepeatedWarnings(now::get));
        log.start();
        loggers.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(log);
    }

    @Test
    void a_cause_is_told_once_whichever_client_has_it_and_another_one_too() {
        for (int i = 0; i < 100; i++) {
            library.warn("[Producer clientId=producer-" + i + "] Connection to node {} could not be established", i);
            library.error("[Consumer clientId=consumer-" + i + "] Bootstrap broker {} disconnected", i);
        }
        assertThat(lines())
                .containsExactly(
                        "[Producer clientId=producer-0] Connection to node 0 could not be established",
                        "[Consumer clientId=consumer-0] Bootstrap broker 0 disconnected");
    }

    @Test
    void numbers_in_a_message_make_no_other_cause() {
        for (int i = 0; i < 100; i++) {
            library.warn("[Consumer clientId=a] Not updating high watermark for partition himar.pivot-work-" + i);
        }
        assertThat(lines()).hasSize(1);
    }

    @Test
    void what_lasts_is_told_again_with_how_often_it_came() {
        library.warn("away");
        library.warn("away");
        library.warn("away");
        now.addAndGet(Duration.ofSeconds(30).toNanos());
        library.warn("away");
        assertThat(lines()).containsExactly("away", "2 warnings like the next one were left out", "away");
    }

    @Test
    void of_the_suites_own_warnings_the_first_few_are_told() {
        for (int i = 0; i < 100; i++) {
            ours.warn("Image {} failed", i);
        }
        assertThat(lines()).hasSize(10).contains("Image 9 failed");
    }

    @Test
    void what_is_no_warning_is_always_told() {
        for (int i = 0; i < 100; i++) {
            library.info("Started {}", i);
        }
        assertThat(lines()).hasSize(100);
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
