package io.himar.standalone.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts {@code himar} and {@code training/himar-train}: they build what is stale, one at a time, and run it. */
class StartScriptsTest {
    @TempDir
    Path directory;

    private Checkout checkout;

    @BeforeEach
    void writeScripts() throws IOException {
        checkout = Checkout.in(directory.toRealPath());
    }

    @ParameterizedTest
    @CsvSource({"himar, standalone/pom.xml", "training/himar-train, training/src/main/Training.java"})
    void what_is_stale_is_built_and_what_is_not_is_run_at_once(String script, String source) throws Exception {
        assertThat(checkout.run(script, "list")).contains("Building").containsPattern("ran .* list");
        assertThat(checkout.run(script, "list")).startsWith("ran ").doesNotContain("Building");
        assertThat(checkout.builds()).isEqualTo(1);

        checkout.change(source, Instant.now().plusSeconds(60));
        assertThat(checkout.run(script, "list")).contains("Building");
        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void a_change_of_the_trainer_alone_does_not_build_the_suite() throws Exception {
        checkout.run("himar", "list");
        checkout.change("training/src/main/Training.java", Instant.now().plusSeconds(60));

        assertThat(checkout.run("himar", "list")).startsWith("ran ");
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"himar, standalone/target, himar", "training/himar-train, training/target, the trainer"})
    void of_two_that_are_started_together_one_builds_and_the_other_waits(String script, String target, String what)
            throws Exception {
        checkout.create("hold");
        Process first = checkout.start(script, "first", "list");
        Path holder = checkout.file(target).resolve("build.lock/process");
        await().until(() -> Files.exists(holder) && checkout.builds() == 1);
        Process second = checkout.start(script, "second", "list");
        await().until(() -> checkout.said("second").contains("Waiting"));
        checkout.delete("hold");

        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();
        assertThat(checkout.said("second"))
                .contains("Waiting for process " + first.pid() + ", which builds " + what)
                .containsPattern("ran .* list");
        assertThat(checkout.builds()).isEqualTo(1);
        assertThat(holder.getParent()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"himar, standalone/target", "training/himar-train, training/target"})
    void the_lock_of_a_process_that_was_killed_while_it_built_is_taken_over(String script, String target)
            throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path lock = Files.createDirectories(checkout.file(target).resolve("build.lock"));
        Files.writeString(lock.resolve("process"), ended.pid() + "\n");

        assertThat(checkout.run(script, "list")).containsPattern("ran .* list").doesNotContain("Waiting");
        assertThat(lock).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"himar, standalone/target", "training/himar-train, training/target"})
    void a_build_that_fails_is_said_leaves_no_lock_and_is_tried_again(String script, String target) throws Exception {
        checkout.create("broken");
        Process failing = checkout.start(script, "output", "list");

        assertThat(failing.waitFor()).isEqualTo(1);
        assertThat(checkout.said("output")).contains("the build failed").doesNotContain("ran ");
        assertThat(checkout.file(target).resolve("build.lock")).doesNotExist();

        checkout.delete("broken");
        assertThat(checkout.run(script, "list")).contains("ran ");
    }

    @Test
    void an_interrupted_build_leaves_no_lock() throws Exception {
        checkout.create("hold");
        Process interrupted = checkout.start("himar", "output", "list");
        await().until(() -> checkout.builds() == 1);

        interrupted.destroy();
        checkout.delete("hold");

        assertThat(interrupted.waitFor()).isNotZero();
        assertThat(checkout.file("standalone/target/build.lock")).doesNotExist();
    }
}
