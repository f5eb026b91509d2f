package io.himar.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.ModelConfig;
import io.himar.model.checkpoint.ImportRequest;
import io.himar.model.checkpoint.ModelImporter;
import io.himar.model.checkpoint.WeightPrecision;
import io.himar.model.checkpoint.torch.ReleasedFiles;
import io.himar.model.onnx.Precision;
import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.Generation;
import io.himar.standalone.client.GenerationProgress;
import io.himar.standalone.client.GenerationWatch;
import io.himar.standalone.client.ModelList;
import io.himar.standalone.client.NewGeneration;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From files as the released trainer writes them to a picture, beside another model. */
class ImportedModelIT {
    @TempDir
    Path directory;

    @Test
    void an_imported_checkpoint_is_served_beside_another_model_and_draws_a_class_by_its_label() throws Exception {
        ModelConfig shape =
                ModelConfig.read(Path.of(Objects.requireNonNull(SuiteIT.class.getResource("tiny-model.json"))
                        .toURI()));
        List<String> labels = IntStream.range(0, shape.classes())
                .mapToObj(each -> "kind " + each)
                .toList();
        ReleasedFiles.write(shape, directory);
        Path first = imported("first", shape.with("first", labels));
        Path second = imported("second", shape.with("second", labels));

        SuiteOptions options = new SuiteOptions(directory.resolve("data"), List.of(first, second), Precision.FP32, 0);
        try (Suite suite = Suite.start(options, part -> {})) {
            GatewayClient gateway = new GatewayClient(suite.address());
            assertThat(gateway.models().models())
                    .extracting(ModelList.Model::name)
                    .containsExactly("first", "second");

            NewGeneration request = NewGeneration.of("second", "kind 3", 1, 11L);
            Generation made = new GenerationWatch(gateway, new GenerationProgress(gateway.submit(request))).call();
            assertThat(made.status()).isEqualTo("succeeded");
            assertThat(made.model()).isEqualTo("second");
            assertThat(made.classId()).isEqualTo(3);
            byte[] png = gateway.download(made.images().get(0).result().url());
            assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(shape.imageSize());
        }
    }

    private Path imported(String name, ModelConfig config) throws Exception {
        return ModelImporter.run(new ImportRequest(
                        directory.resolve(ReleasedFiles.NETWORK),
                        directory.resolve(ReleasedFiles.AUTOENCODER),
                        directory.resolve(name),
                        Optional.of(config),
                        Optional.empty(),
                        Optional.empty(),
                        WeightPrecision.SOURCE))
                .folder();
    }
}
