package io.himar.training.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.Autoencoder;
import io.himar.model.AutoencoderParameters;
import io.himar.model.ModelConfig;
import io.himar.training.MetricsLog;
import io.himar.training.TrainingConfig;
import io.himar.training.data.LatentCache;
import io.himar.training.data.NoisePictures;
import io.himar.training.torch.AdamW;
import io.himar.training.torch.Initializer;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TrainableParameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HiMarTrainerTest {
    private static final ModelConfig MODEL = ModelConfig.read(Path.of("src/test/resources/tiny-model.json"));

    @TempDir
    private Path directory;

    @BeforeAll
    static void useOneThread() {
        torch.set_num_threads(1);
    }

    @Test
    void a_short_run_lowers_both_losses() throws Exception {
        train(60, directory.resolve("checkpoint"), 100, 10);
        List<String> rows = Files.readAllLines(directory.resolve("metrics.csv"));
        assertThat(rows.get(0)).isEqualTo("step,images_per_second,gradient,pivot_loss,refine_loss");
        double[] first = figures(rows.get(1));
        double[] last = figures(rows.get(rows.size() - 1));
        assertThat(last[3]).isLessThan(0.9 * first[3]);
        assertThat(last[4]).isLessThan(0.9 * first[4]);
    }

    private static double[] figures(String row) {
        return Arrays.stream(row.split(",")).mapToDouble(Double::parseDouble).toArray();
    }

    @Test
    void a_stopped_run_ends_with_the_weights_of_one_that_was_never_stopped() {
        Path checkpoint = directory.resolve("checkpoint");
        Map<String, float[]> whole = train(8, directory.resolve("other"), 100, 100);
        train(5, checkpoint, 5, 100);
        Map<String, float[]> resumed = train(8, checkpoint, 100, 100);
        assertThat(resumed).containsOnlyKeys(whole.keySet());
        whole.forEach((name, values) -> assertThat(resumed.get(name)).as(name).containsExactly(values));
    }

    @Test
    void a_checkpoint_of_another_network_is_refused() {
        Path checkpoint = directory.resolve("checkpoint");
        new Checkpoint(new AdamW.State(1, new float[3], new float[3]), new float[3], new float[3], 1).write(checkpoint);
        assertThatThrownBy(() -> train(8, checkpoint, 100, 100))
                .hasMessageContaining("the checkpoint holds 3 values (expected: ");
    }

    /** The rate neither rises nor falls, so that a shorter run is the beginning of a longer one. */
    private Map<String, float[]> train(int steps, Path checkpoint, int every, int logEvery) {
        TrainingConfig config = new TrainingConfig(
                "unused",
                7,
                1,
                null,
                new TrainingConfig.HiMarRecipe(
                        steps,
                        8,
                        2e-3,
                        0,
                        0,
                        0.02,
                        3,
                        0.9,
                        0.1,
                        0.1,
                        0.5,
                        0,
                        2,
                        new TrainingConfig.MaskRatio(1, 0.25, 0.5)));
        var pictures = new NoisePictures(16, 32, MODEL.classes());
        var specs = AutoencoderParameters.of(MODEL.vae());
        var autoencoder = new Autoencoder(
                TorchOps.create(),
                TrainableParameters.of(specs, Initializer.draw(specs, new SplittableRandom(1))),
                MODEL.vae());
        return new HiMarTrainer(MODEL, config)
                .train(
                        LatentCache.encode(pictures, autoencoder, MODEL),
                        IntStream.range(0, pictures.size()).map(pictures::label).toArray(),
                        new MetricsLog(directory.resolve("metrics.csv"), logEvery, steps),
                        checkpoint,
                        every);
    }
}
