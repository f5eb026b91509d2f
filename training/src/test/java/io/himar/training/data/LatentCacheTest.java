package io.himar.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.Autoencoder;
import io.himar.model.AutoencoderParameters;
import io.himar.model.ModelConfig;
import io.himar.training.autoencoder.Autoencoders;
import io.himar.training.torch.Initializer;
import io.himar.training.torch.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class LatentCacheTest {
    private static final ModelConfig MODEL = ModelConfig.read(Path.of("src/test/resources/tiny-model.json"));
    private static final int BATCH = LatentEncoder.BATCH;
    private static final NoisePictures PICTURES = new NoisePictures(3 * BATCH + 5, 32, 2);

    private final Autoencoder autoencoder = autoencoder();

    @TempDir
    private Path directory;

    @Test
    void many_files_hold_the_same_latents_as_one() throws Exception {
        LatentCache one = open("one", 2048, done -> {});
        LatentCache many = open("many", BATCH, done -> {});
        assertThat(files("one")).hasSize(1);
        assertThat(files("many")).hasSize(4);
        int[] indices = {0, BATCH - 1, BATCH, 2 * BATCH + 7, 3 * BATCH + 4, 1};
        boolean[] mirrored = {false, true, true, false, true, true};
        assertThat(drawn(many, indices, mirrored)).isEqualTo(drawn(one, indices, mirrored));
        int[] others = {BATCH, BATCH - 1, 0, 2 * BATCH + 7, 3 * BATCH + 4, 1};
        assertThat(drawn(many, others, mirrored)).isNotEqualTo(drawn(one, indices, mirrored));
    }

    @Test
    void encoding_that_was_broken_off_leaves_whole_files_only_and_goes_on_from_them() throws Exception {
        LatentCache whole = open("whole", BATCH, done -> {});
        assertThatThrownBy(() -> open("broken", BATCH, done -> {
                    // The files of the first two batches are there; this batch is encoded, its file not written.
                    if (done == 3 * BATCH) {
                        throw new IllegalStateException("broken off");
                    }
                }))
                .hasMessage("broken off");
        assertThat(files("broken")).containsExactly("00000.safetensors", "00001.safetensors");

        byte[] kept = Files.readAllBytes(directory.resolve("broken/00001.safetensors"));
        var modified = Files.getLastModifiedTime(directory.resolve("broken/00001.safetensors"));
        List<Integer> progress = new ArrayList<>();
        LatentCache goneOn = open("broken", BATCH, progress::add);
        assertThat(progress).containsExactly(BATCH, 2 * BATCH, 3 * BATCH, 3 * BATCH, 3 * BATCH + 5, 3 * BATCH + 5);
        assertThat(Files.getLastModifiedTime(directory.resolve("broken/00001.safetensors")))
                .isEqualTo(modified);
        assertThat(Files.readAllBytes(directory.resolve("broken/00001.safetensors")))
                .isEqualTo(kept);
        for (String file : files("whole")) {
            assertThat(directory.resolve("broken").resolve(file))
                    .hasSameBinaryContentAs(directory.resolve("whole").resolve(file));
        }
        int[] last = {3 * BATCH + 4};
        assertThat(drawn(goneOn, last, new boolean[1])).isEqualTo(drawn(whole, last, new boolean[1]));
    }

    @Test
    void a_file_of_another_number_of_pictures_is_refused() throws Exception {
        open("cache", 2 * BATCH, done -> {});
        Files.copy(
                directory.resolve("cache/00001.safetensors"),
                directory.resolve("cache/00000.safetensors"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> open("cache", 2 * BATCH, done -> {}))
                .hasMessageContaining(directory.resolve("cache/00000.safetensors") + ": ")
                .hasMessageContaining("(expected: 128 pictures of ");
    }

    @Test
    void files_of_another_number_of_tokens_are_refused_rather_than_read_in_other_rows() throws Exception {
        open("cache", 2048, done -> {});
        ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(MODEL.toJson());
        tree.put("cond_scale", 3);
        ModelConfig other = ModelConfig.read(Files.writeString(directory.resolve("other.json"), tree.toString()));
        assertThat(other.lowTokens()).isNotEqualTo(MODEL.lowTokens());
        assertThatThrownBy(() -> open("cache", 2048, other, done -> {}))
                .hasMessageContaining("low")
                .hasMessageContaining(
                        "pictures of " + other.lowTokens() * other.channels() + " values; delete the file");
    }

    @Test
    void a_file_takes_256_MB_at_most_also_of_large_pictures() {
        assertThat(LatentShard.pictures(10_000, BATCH)).isEqualTo(2048);
        // 512x512 pictures of the published models, mirrored: 1,280 tokens of 16 channels, 328 kB.
        assertThat(LatentShard.pictures(1280 * 16 * 16, BATCH)).isEqualTo(768);
        // Where one batch takes more, it is one batch.
        assertThat(LatentShard.pictures(1L << 33, BATCH)).isEqualTo(BATCH);
    }

    private LatentCache open(String name, int shardSize, IntConsumer progress) {
        return open(name, shardSize, MODEL, progress);
    }

    private LatentCache open(String name, int shardSize, ModelConfig model, IntConsumer progress) {
        try (LatentEncoder encoder = new LatentEncoder(PICTURES, autoencoder, model, true, 2)) {
            return LatentCache.open(directory.resolve(name), PICTURES.size(), encoder, model, shardSize, progress);
        }
    }

    private static float[] drawn(LatentCache cache, int[] indices, boolean[] mirrored) {
        torch.manual_seed(3);
        try (PointerScope scope = new PointerScope()) {
            float[] dense = Tensors.floats(cache.dense(indices, mirrored, 1));
            float[] low = Tensors.floats(cache.low(indices, mirrored, 1));
            float[] all = java.util.Arrays.copyOf(dense, dense.length + low.length);
            System.arraycopy(low, 0, all, dense.length, low.length);
            return all;
        }
    }

    private List<String> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(name))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Autoencoder autoencoder() {
        var specs = AutoencoderParameters.of(MODEL.vae());
        return Autoencoders.of(Initializer.draw(specs, new SplittableRandom(1)), MODEL);
    }
}
