package io.himar.training.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.TextModel;
import io.himar.model.onnx.ExportVersion;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.onnx.proto.ModelProto;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.model.safetensors.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped digits model, exported and held against LibTorch. */
class VerificationTest {
    private static final Path DIGITS = Path.of("../weights/digits");
    private static final Verification.Settings SETTINGS = new Verification.Settings(2, 4, 1, 1e-3, 1);

    @TempDir
    private Path folder;

    private Path model;
    private Path repository;

    @BeforeEach
    void exportDigits() throws IOException {
        model = Files.createDirectory(folder.resolve("digits"));
        repository = folder.resolve("repository");
        try (Stream<Path> files = Files.list(DIGITS)) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        ModelExporter.export(model, repository);
    }

    @Test
    void every_output_of_an_export_agrees_with_libtorch() {
        List<Deviation> deviations = new Verification(model, repository, SETTINGS).run();
        assertThat(deviations)
                .extracting(deviation -> deviation.graph() + "." + deviation.output())
                .containsExactly("pivot.sampled", "pivot.condition", "refine.sampled", "decode.image");
        assertThat(deviations).allSatisfy(deviation -> {
            assertThat(deviation.scale()).isPositive();
            assertThat(deviation.acceptable()).as(deviation.toString()).isTrue();
        });
    }

    @Test
    void an_export_of_a_model_that_draws_texts_agrees_in_the_text_encoder_too() throws IOException {
        Path texts = TextModel.write(folder.resolve("texts"));
        ModelExporter.export(texts, repository);
        List<Deviation> deviations = new Verification(texts, repository, SETTINGS).run();
        assertThat(deviations)
                .extracting(deviation -> deviation.graph() + "." + deviation.output())
                .containsExactly("pivot.sampled", "pivot.condition", "refine.sampled", "decode.image", "text.context");
        assertThat(deviations).allSatisfy(deviation -> {
            assertThat(deviation.scale()).isPositive();
            assertThat(deviation.acceptable()).as(deviation.toString()).isTrue();
        });
    }

    @Test
    void an_export_of_a_version_whose_table_has_fewer_columns_agrees() throws IOException {
        for (String graph : List.of("digits-pivot", "digits-refine")) {
            Path file = ExportVersion.graph(repository.resolve(graph));
            ModelProto.Builder older = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
            older.getGraphBuilder().getInputBuilderList().stream()
                    .filter(input -> input.getName().equals("sampler"))
                    .forEach(input -> input.getTypeBuilder()
                            .getTensorTypeBuilder()
                            .getShapeBuilder()
                            .getDimBuilder(2)
                            .setDimValue(11));
            Files.write(file, older.build().toByteArray());
        }
        assertThat(new Verification(model, repository, SETTINGS).run())
                .hasSize(4)
                .allSatisfy(deviation -> assertThat(deviation.acceptable())
                        .as(deviation.toString())
                        .isTrue());
    }

    @Test
    void an_export_of_other_weights_is_found_out_in_the_graphs_that_read_them() throws IOException {
        Map<String, TensorData> weights = new LinkedHashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(model.resolve(ModelExporter.NETWORK_FILE))) {
            for (String name : file.names()) {
                weights.put(name, TensorData.of(file.tensor(name)));
            }
        }
        String changed = "diffloss.net.final_layer.linear.weight";
        long[] shape = weights.get(changed).shape();
        weights.put(changed, TensorData.floats(new float[(int) (shape[0] * shape[1])], shape));
        SafetensorsWriter.write(model.resolve(ModelExporter.NETWORK_FILE), weights, Map.of());

        assertThat(new Verification(model, repository, SETTINGS).run())
                .filteredOn(deviation -> !deviation.acceptable())
                .extracting(deviation -> deviation.graph() + "." + deviation.output())
                .containsExactly("pivot.sampled");
    }

    @Test
    void an_export_that_is_absent_or_of_another_shape_is_named() throws IOException {
        assertThatThrownBy(() -> new Verification(model, folder, SETTINGS))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("there is no export of digits in " + folder);

        Path config = model.resolve(ModelExporter.CONFIG_FILE);
        Files.writeString(config, Files.readString(config).replace("0.7023", "0.5"));
        assertThatThrownBy(() -> new Verification(model, repository, SETTINGS))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("digits.json differs from " + config);
    }

    @Test
    void a_value_that_is_not_a_number_is_no_agreement() {
        assertThat(Deviation.of("pivot", "sampled", new float[] {Float.NaN}, new float[] {1}, 0.1)
                        .acceptable())
                .isFalse();
        assertThat(Deviation.of("pivot", "sampled", new float[] {1.05f}, new float[] {1}, 0.1)
                        .acceptable())
                .isTrue();
        assertThat(Deviation.of("decode", "image", new float[] {8}, new float[] {7}, 1e-3)
                        .acceptable())
                .isTrue();
    }
}
