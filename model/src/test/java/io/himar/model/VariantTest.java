package io.himar.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.onnx.ModelExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class VariantTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final ModelConfig BASE =
            PublishedModels.find("himar-base-256").orElseThrow();

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} M")
    @CsvSource(delimiter = '|', textBlock = """
                    208 | 208120608 | {"guidance": "none", "refine_head": "mlp", "scale_vector": false}
                    245 | 244929856 | {"guidance": "visual_tokens", "refine_head": "mlp", "scale_vector": false}
                    245 | 245507392 | {"refine_head": "mlp", "scale_vector": false}
                    239 | 239445296 | {"scale_vector": false}
                    233 | 233383200 | {"pivot_head": "transformer", "scale_vector": false}
                    """)
    void every_variant_has_the_parameters_of_table_5(long millions, long trained, String variant) throws IOException {
        List<ParameterSpec> specs = HiMarParameters.of(base(variant));
        assertThat(specs).extracting(ParameterSpec::name).doesNotHaveDuplicates();
        long count = specs.stream()
                .filter(ParameterSpec::trained)
                .mapToLong(ParameterSpec::entries)
                .sum();
        assertThat(count).isEqualTo(trained);
        // The paper's figures, rounded in one row and cut in others.
        assertThat(count / 1e6).isBetween(millions - 0.5, millions + 1.0);
    }

    @Test
    void a_single_scale_model_has_nothing_of_stage_1() throws IOException {
        List<ParameterSpec> specs =
                HiMarParameters.of(base("{\"guidance\": \"none\", \"refine_head\": \"mlp\", \"scale_vector\": false}"));
        assertThat(specs)
                .extracting(ParameterSpec::name)
                .noneMatch(name -> name.startsWith("diffloss.") || name.startsWith("cond_proj"))
                .doesNotContain("cond_tokens", "cond_z_proj.weight")
                .contains("cond_diffloss.net.input_proj.weight");
        assertThat(shape(specs, "mask_token")).containsExactly(1L, 256L, 768L);
        assertThat(shape(specs, "encoder_pos_embed_learned")).containsExactly(1L, 320L, 768L);
    }

    @Test
    void visual_tokens_are_projected_from_channels() throws IOException {
        List<ParameterSpec> specs = HiMarParameters.of(base("{\"guidance\": \"visual_tokens\"}"));
        assertThat(shape(specs, "cond_z_proj.weight")).containsExactly(768L, 16L);
    }

    @Test
    void a_transformer_head_of_stage_1_has_positions_of_the_low_resolution() throws IOException {
        List<ParameterSpec> specs = HiMarParameters.of(base("{\"pivot_head\": \"transformer\"}"));
        assertThat(shape(specs, "diffloss.net.pos_embed")).containsExactly(1L, 64L, 512L);
        assertThat(shape(specs, "cond_diffloss.net.pos_embed")).containsExactly(1L, 256L, 512L);
    }

    @Test
    void the_published_variant_is_the_default_and_is_not_written_out() throws IOException {
        assertThat(BASE.variant()).isEqualTo(Variant.PUBLISHED);
        assertThat(base("{}")).isEqualTo(BASE);
        assertThat(BASE.toJson()).doesNotContain("variant");
    }

    @Test
    void another_variant_reads_back_the_same() throws IOException {
        ModelConfig visual = base("{\"guidance\": \"visual_tokens\", \"scale_vector\": false}");
        Path file = Files.writeString(folder.resolve("again.json"), visual.toJson());
        assertThat(ModelConfig.read(file)).isEqualTo(visual);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"guidance": "none"}                                                     | variant.scale_vector: true (expected: false where
                    {"guidance": "none", "scale_vector": false, "pivot_head": "transformer"} | variant.pivot_head: transformer (expected: mlp
                    {"guidance": "pixels"}                                                   | variant.guidance
                    {"refine_head": "conv"}                                                  | variant.refine_head
                    """)
    void a_wrong_variant_is_refused_by_its_key(String variant, String message) {
        assertThatThrownBy(() -> base(variant))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"guidance": "visual_tokens"}  | variant.guidance: visual_tokens (expected: condition_tokens, as published
                    {"pivot_head": "transformer"}  | variant.pivot_head: transformer (expected: mlp
                    {"refine_head": "mlp"}         | variant.refine_head: mlp (expected: transformer
                    {"scale_vector": false}        | variant.scale_vector: false (expected: true
                    """)
    void only_the_published_variant_is_exported(String variant, String message) throws IOException {
        Files.writeString(
                folder.resolve(ModelExporter.CONFIG_FILE), base(variant).toJson());
        Path repository = folder.resolve("repository");
        assertThatThrownBy(() -> ModelExporter.export(folder, repository))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(message);
        assertThat(repository).doesNotExist();
    }

    private ModelConfig base(String variant) throws IOException {
        ObjectNode tree = (ObjectNode) JSON.readTree(BASE.toJson());
        tree.set("variant", JSON.readTree(variant));
        return ModelConfig.read(Files.writeString(folder.resolve("base.json"), tree.toString()));
    }

    private static List<Long> shape(List<ParameterSpec> specs, String name) {
        return specs.stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow()
                .shape();
    }
}
