package io.himar.inference.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.inference.InferenceClient;
import io.himar.inference.stage.GraphCall;
import io.himar.model.ModelConfig;
import io.himar.model.onnx.ModelExporter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The model that comes with himar, drawn by the embedded server and by Triton. */
@EnabledIfSystemProperty(named = "himar.triton", matches = ".+", disabledReason = "compares with a real Triton")
class SamePicturesIT {
    private static final int IMAGES = 10;
    private static final Path DIGITS = Path.of("../weights/digits");
    private static final float ROUNDING = 1e-3f;

    @TempDir
    Path repository;

    @Test
    void a_seed_draws_the_same_picture_through_both_servers(TestReporter report) throws IOException {
        ModelExporter.export(DIGITS, repository);
        ModelConfig config = ModelConfig.read(DIGITS.resolve(ModelExporter.CONFIG_FILE));
        List<DrawnImage> embedded;
        try (ServerUnderTest server = EmbeddedUnderTest.serve(repository)) {
            embedded = draw(server, config);
        }
        List<DrawnImage> triton;
        try (ServerUnderTest server = TritonUnderTest.serve(repository)) {
            triton = draw(server, config);
        }

        float worst = 0;
        int pixels = 0;
        int others = 0;
        int farthest = 0;
        for (int i = 0; i < IMAGES; i++) {
            worst = Math.max(
                    worst, difference(embedded.get(i).tokens(), triton.get(i).tokens()));
            byte[] one = embedded.get(i).pixels();
            byte[] other = triton.get(i).pixels();
            pixels += one.length;
            for (int p = 0; p < one.length; p++) {
                int apart = Math.abs((one[p] & 0xff) - (other[p] & 0xff));
                others += apart > 0 ? 1 : 0;
                farthest = Math.max(farthest, apart);
            }
        }
        report.publishEntry(
                IMAGES + " pictures",
                "tokens differ by at most " + worst + ", " + others + " of " + pixels + " bytes of pixels, by at most "
                        + farthest);
        assertThat(worst).isLessThan(ROUNDING);
        assertThat(farthest).isLessThanOrEqualTo(1);
    }

    private static List<DrawnImage> draw(ServerUnderTest server, ModelConfig config) {
        try (InferenceClient client = InferenceClient.connect(server.address())) {
            GraphCall graphs = GraphCall.on(client, Duration.ofSeconds(60));
            return new ArrayList<>(LongStream.range(0, IMAGES)
                    .mapToObj(seed -> DrawnImage.draw(graphs, config, seed))
                    .toList());
        }
    }

    private static float difference(float[] one, float[] other) {
        assertThat(one).hasSameSizeAs(other);
        float worst = 0;
        for (int i = 0; i < one.length; i++) {
            worst = Math.max(worst, Math.abs(one[i] - other[i]));
        }
        return worst;
    }
}
