package io.himar.training.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DisplayTest {

    /** What runs in a process of its own, since a process decides once whether it has a display. */
    public static final class Trainer {
        public static void main(String[] args) {
            HimarTrain.execute("--help");
            System.out.println("headless: " + GraphicsEnvironment.isHeadless());
        }
    }

    @Test
    void a_display_that_leads_nowhere_is_not_asked_for() throws IOException {
        ProcessBuilder trainer = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Trainer.class.getName());
        trainer.environment().put("DISPLAY", "localhost:99");
        Process process = trainer.redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .endsWith("headless: true" + System.lineSeparator());
    }
}
