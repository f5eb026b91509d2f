package io.himar.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.onnx.Precision;
import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.Generation;
import io.himar.standalone.client.GenerationProgress;
import io.himar.standalone.client.GenerationRequest;
import io.himar.standalone.client.GenerationWatch;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole suite as a customer meets it, with a small random model. */
class SuiteIT {
    @TempDir
    Path directory;

    @Test
    void a_generation_is_made_followed_downloaded_and_still_there_after_a_restart() throws Exception {
        SuiteOptions options = new SuiteOptions(directory.resolve("data"), List.of(randomModel()), Precision.INT8, 0);
        Generation made;
        byte[] png;
        try (Suite suite = Suite.start(options, part -> {})) {
            GatewayClient gateway = new GatewayClient(suite.address());
            GenerationProgress progress =
                    new GenerationProgress(gateway.submit(GenerationRequest.of(null, "7", 2, 11L)));
            made = new GenerationWatch(gateway, progress).call();

            assertThat(made.status()).isEqualTo("succeeded");
            assertThat(progress.pivot()).isEqualTo(1);
            assertThat(progress.succeeded()).isEqualTo(2);
            assertThat(made.images()).extracting(Generation.Image::seed).containsExactly(11L, 12L);
            png = gateway.download(made.images().get(0).result().url());
            var picture = ImageIO.read(new ByteArrayInputStream(png));
            assertThat(picture.getWidth())
                    .isEqualTo(made.images().get(0).result().width());

            assertThat(Suite.running(options.data())).contains(suite.address());
            assertThatThrownBy(() -> Suite.start(options, part -> {}))
                    .isInstanceOf(SuiteException.class)
                    .hasMessageContaining("Another suite uses the data directory")
                    .hasMessageContaining(suite.address().toString());
        }
        assertThat(Suite.running(options.data())).isEmpty();

        try (Suite suite = Suite.start(options, part -> {})) {
            GatewayClient gateway = new GatewayClient(suite.address());
            Generation again = gateway.generation(made.id());

            assertThat(again.status()).isEqualTo("succeeded");
            assertThat(gateway.download(again.images().get(0).result().url())).isEqualTo(png);
        }
    }

    private Path randomModel() throws Exception {
        try (var in = Objects.requireNonNull(SuiteIT.class.getResourceAsStream("tiny-model.json"))) {
            String configuration = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return RandomModel.write(configuration, Files.createDirectories(directory.resolve("tiny")));
        }
    }
}
