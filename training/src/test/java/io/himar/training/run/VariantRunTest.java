package io.himar.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.model.ParameterSpec;
import io.himar.model.safetensors.SafetensorsFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The designs of the paper's ablation, trained and sampled. */
class VariantRunTest {
    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    {"guidance": "none", "refine_head": "mlp", "scale_vector": false}          | refine_loss
                    {"guidance": "none", "refine_head": "transformer", "scale_vector": false}  | refine_loss
                    {"guidance": "visual_tokens", "refine_head": "mlp", "scale_vector": false} | pivot_loss,refine_loss
                    {"refine_head": "mlp", "scale_vector": false}                              | pivot_loss,refine_loss
                    {"scale_vector": false}                                                    | pivot_loss,refine_loss
                    {"pivot_head": "transformer", "scale_vector": false}                       | pivot_loss,refine_loss
                    {"guidance": "visual_tokens", "pivot_head": "transformer"}                 | pivot_loss,refine_loss
                    """)
    void a_variant_lowers_its_losses_and_draws_pictures(String variant, String losses) throws IOException {
        Path run = directory.resolve("run");
        new TinyRun(directory)
                .with("/model", "variant", variant)
                .with("/network", "dropout", "0.0")
                .with("/network/optimizer", "steps", "60")
                .with("/run", "log_every", "10")
                .with("/run", "samples_every", "60")
                .train(run);
        List<String> lines = Files.readAllLines(run.resolve("network.csv"));
        assertThat(lines.get(0)).endsWith("learning_rate," + losses);
        String[] names = lines.get(0).split(",", -1);
        double[] first = figures(lines.get(1));
        double[] last = figures(lines.get(6));
        for (int column = 4; column < first.length; column++) {
            assertThat(last[column]).as(names[column]).isLessThan(0.9 * first[column]);
        }
        assertColoured(run.resolve("samples/step-0000060.png"));
        assertThat(run.resolve("loss.png")).isNotEmptyFile();
        assertHoldsExactlyItsParameters(run.resolve("model"));
    }

    private static void assertHoldsExactlyItsParameters(Path model) throws IOException {
        ModelConfig config = ModelConfig.read(model.resolve("config.json"));
        try (SafetensorsFile weights = SafetensorsFile.open(model.resolve("model.safetensors"))) {
            assertThat(weights.names())
                    .containsExactlyInAnyOrderElementsOf(HiMarParameters.of(config).stream()
                            .map(ParameterSpec::name)
                            .toList());
        }
    }

    private static void assertColoured(Path png) throws IOException {
        BufferedImage picture = ImageIO.read(png.toFile());
        assertThat(IntStream.range(0, picture.getWidth())
                        .flatMap(x -> IntStream.range(0, picture.getHeight()).map(y -> picture.getRGB(x, y)))
                        .distinct()
                        .count())
                .isGreaterThan(50);
    }

    private static double[] figures(String row) {
        return Arrays.stream(row.split(",")).mapToDouble(Double::parseDouble).toArray();
    }
}
