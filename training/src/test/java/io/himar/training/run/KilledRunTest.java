package io.himar.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.training.loop.Checkpoint;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledRunTest {
    private static final int ATTEMPTS = 20;

    @TempDir
    private Path directory;

    @Test
    void a_process_killed_while_it_writes_a_checkpoint_loses_nothing_before_the_last_one() throws Exception {
        // Wide, so that a checkpoint takes a while to write.
        TinyRun tiny = new TinyRun(directory)
                .with("/model", "encoder_embed_dim", "256")
                .with("/model", "decoder_embed_dim", "256")
                .with("/network/optimizer", "steps", "6")
                .with("/run", "checkpoint_every", "1");
        Path whole = directory.resolve("whole");
        tiny.train(whole);

        Path killed = directory.resolve("killed");
        boolean caught = false;
        for (int attempt = 0; attempt < ATTEMPTS && !caught; attempt++) {
            FileUtils.deleteDirectory(killed.toFile());
            caught = killedInTheAct(tiny, killed);
        }
        assertThat(caught).as("a half-written checkpoint was left behind").isTrue();
        long step = Checkpoint.read(killed.resolve("checkpoint.safetensors"))
                .orElseThrow()
                .step();
        assertThat(step).isBetween(1L, 6L);

        tiny.resume(killed);
        assertThat(halfWritten(killed)).isFalse();
        assertThat(killed.resolve("checkpoint.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("checkpoint.safetensors"));
        assertThat(killed.resolve("model/model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("model/model.safetensors"));
    }

    @Test
    void a_process_asked_to_end_finishes_its_step_and_keeps_a_checkpoint() throws Exception {
        TinyRun tiny = new TinyRun(directory)
                .with("/network/optimizer", "steps", "1000000")
                .with("/run", "checkpoint_every", "1000000");
        Path out = directory.resolve("ended");
        Process process = start(tiny, out);
        while (process.isAlive() && !Files.exists(out.resolve("network.csv"))) {
            Thread.onSpinWait();
        }
        process.destroy();
        process.waitFor();
        String log = Files.readString(Path.of(out + ".log"));
        assertThat(log).contains("stopping at the end of this step").doesNotContain("fatal error");
        assertThat(Checkpoint.read(out.resolve("checkpoint.safetensors"))
                        .orElseThrow()
                        .step())
                .isPositive();
    }

    /** Trains in another process and kills it as soon as it writes its second checkpoint or a later one. */
    private static boolean killedInTheAct(TinyRun tiny, Path out) throws IOException, InterruptedException {
        Process process = start(tiny, out);
        while (process.isAlive()) {
            if (Files.exists(out.resolve("checkpoint.safetensors")) && halfWritten(out)) {
                break;
            }
            Thread.onSpinWait();
        }
        process.destroyForcibly().waitFor();
        assertThat(out.resolve("checkpoint.safetensors"))
                .as(Files.readString(Path.of(out + ".log")))
                .exists();
        return halfWritten(out);
    }

    private static Process start(TinyRun tiny, Path out) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dorg.bytedeco.openblas.load=mkl",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.himar.training.command.HimarTrain",
                        "train",
                        tiny.configFile().toString(),
                        "--data",
                        tiny.pictures().toString(),
                        "--out",
                        out.toString())
                .directory(out.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(new File(out + ".log"))
                .start();
    }

    private static boolean halfWritten(Path folder) throws IOException {
        try (DirectoryStream<Path> staged = Files.newDirectoryStream(folder, "checkpoint.safetensors*.tmp")) {
            return staged.iterator().hasNext();
        }
    }
}
