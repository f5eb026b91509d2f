package io.himar.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.training.TestPictures;
import io.himar.training.loop.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose pictures do not stay in memory. */
class StreamedRunTest {
    private static final String AUTOENCODER =
            "{\"optimizer\": {\"steps\": %d, \"batch_size\": 4, \"learning_rate\": 0.001, \"warm_up_steps\": 2}}";

    @TempDir
    private Path directory;

    private TinyRun tiny;

    @BeforeEach
    void trainAnAutoencoderToo() {
        tiny = new TinyRun(directory).with("", "autoencoder", String.format(AUTOENCODER, 8));
    }

    @Test
    void a_run_ends_with_the_same_weights_whether_its_pictures_are_in_memory_or_not() throws Exception {
        Path inMemory = directory.resolve("in-memory");
        tiny.train(inMemory);
        tiny.with("/data", "memory", "0").train(run());
        for (String file : List.of(
                "data.json",
                "files.json",
                "autoencoder-checkpoint.safetensors",
                "checkpoint.safetensors",
                "vae.safetensors",
                "model/model.safetensors")) {
            assertThat(run().resolve(file)).as(file).hasSameBinaryContentAs(inMemory.resolve(file));
        }
    }

    @Test
    void a_run_that_goes_on_does_not_decode_files_again_that_have_not_changed() throws Exception {
        tiny.train(run());
        for (Path file : pictures()) {
            FileTime modified = Files.getLastModifiedTime(file);
            Files.write(file, new byte[(int) Files.size(file)]);
            Files.setLastModifiedTime(file, modified);
        }
        tiny.with("/network/optimizer", "steps", "9").resume(run());
        assertThat(Checkpoint.read(run().resolve("checkpoint.safetensors"))
                        .orElseThrow()
                        .step())
                .isEqualTo(9);
    }

    @Test
    void a_file_that_is_only_newer_does_not_end_a_run() throws Exception {
        tiny.train(run());
        byte[] before = Files.readAllBytes(run().resolve("files.json"));
        Files.setLastModifiedTime(tiny.pictures().resolve("disc/00.png"), FileTime.fromMillis(1000));
        tiny.resume(run());
        assertThat(Files.readAllBytes(run().resolve("files.json"))).isNotEqualTo(before);
    }

    @Test
    void a_picture_that_is_gone_when_it_is_needed_ends_the_run_and_keeps_the_last_checkpoint() throws Exception {
        tiny.with("/data", "memory", "0").train(run());
        Path checkpoint = run().resolve("autoencoder-checkpoint.safetensors");
        byte[] kept = Files.readAllBytes(checkpoint);
        Files.delete(run().resolve("vae.safetensors"));
        tiny.with("", "autoencoder", String.format(AUTOENCODER, 16));
        assertThatThrownBy(() -> tiny.resume(run(), this::deletePictures))
                .hasMessageMatching(
                        "the picture " + tiny.pictures() + "/[a-z]+/0\\d.png can no longer be read: it is gone");
        assertThat(Files.readAllBytes(checkpoint)).isEqualTo(kept);
    }

    @Test
    void what_a_crash_left_half_written_among_the_latents_is_cleared_away() throws Exception {
        tiny.train(run());
        Path key;
        try (Stream<Path> keys = Files.list(run().resolve("latents"))) {
            key = keys.findFirst().orElseThrow();
        }
        Path leftover = Files.writeString(key.resolve("00001.safetensors.1-2.tmp"), "half");
        tiny.resume(run());
        assertThat(leftover).doesNotExist();
        assertThat(key.resolve("00000.safetensors")).exists();
    }

    private void deletePictures() {
        try {
            for (Path file : pictures()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<Path> pictures() throws IOException {
        try (Stream<Path> files = Files.walk(tiny.pictures())) {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            assertThat(found).hasSize(8 * TestPictures.CLASSES.size());
            return found;
        }
    }

    private Path run() {
        return directory.resolve("run");
    }
}
