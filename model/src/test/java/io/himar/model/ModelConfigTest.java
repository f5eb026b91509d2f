package io.himar.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ModelConfigTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    /encoder_embed_dim        | 0               | encoder_embed_dim: 0 (expected: > 0)
                    /encoder_num_heads        | 7               | encoder_num_heads: 7 (expected: a divisor of encoder_embed_dim, 768)
                    /decoder_num_heads        | 0               | decoder_num_heads: 0 (expected: a divisor of decoder_embed_dim, 768)
                    /decoder_embed_dim        | 512             | decoder_embed_dim: 512 (expected: encoder_embed_dim, 768)
                    /encoder_depth            | 0               | encoder_depth: 0
                    /gdm_w                    | 0               | gdm_w: 0
                    /gdm_heads                | 9               | gdm_heads: 9 (expected: a divisor of gdm_w, 512)
                    /img_size                 | 250             | img_size: 250 (expected: a positive multiple of vae_stride, 16)
                    /img_size                 | 1048576         | img_size: 1048576 (expected: at most 256 latent positions
                    /vae_stride               | 8               | vae.ch_mult: 5 levels (expected: as many as give vae_stride, 8)
                    /cond_scale               | 16              | cond_scale: 16 (expected: at least 1 and less than the dense grid's side, 16)
                    /cond_dim                 | 8               | cond_dim: 8 (expected: vae_embed_dim, 16)
                    /patch_size               | 2               | patch_size: 2 (expected: 1)
                    /class_num                | -3              | class_num: -3
                    /class_num                | 10              | labels: 1000 names (expected: class_num, 10)
                    /layer_norm_eps           | 0               | layer_norm_eps: 0.0
                    /latent_scale             | -1              | latent_scale: -1.0
                    /name                     | "Hi MAR"        | name: Hi MAR (expected: lower-case letters, digits and hyphens)
                    /vae                      | null            | vae: null (expected: the autoencoder's shape)
                    /vae/ch                   | 100             | vae.ch: 100 (expected: a positive multiple of norm_groups, 32)
                    /vae/norm_groups          | 0               | vae.norm_groups: 0
                    /vae/norm_groups          | 12              | vae.ch: 128 (expected: a positive multiple of norm_groups, 12)
                    /vae/ch_mult              | []              | vae.ch_mult: []
                    /vae/ch_mult              | [1, 0, 1, 1, 1] | vae.ch_mult: 0
                    /vae/embed_dim            | 4               | vae.embed_dim: 4 (expected: vae_embed_dim, 16)
                    /sampling/pivot/steps     | 65              | sampling.pivot.steps: 65 (expected: at most one for each of the 64 low-resolution tokens)
                    /sampling/refine/steps    | 257             | sampling.refine.steps: 257
                    /sampling/refine/guidance | -1              | guidance: -1.0
                    /sampling/pivot/denoising_steps | 1         | sampling.denoising_steps: 1 (expected: 2 to 1000 with ddpm)
                    /sampling/pivot/sampler   | "ddim_eta_0"    | sampling.pivot.sampler
                    /encoder_depth            | "twelve"        | encoder_depth
                    """)
    void a_wrong_value_is_refused_by_its_key(String pointer, String value, String message) throws IOException {
        ObjectNode config = published();
        int slash = pointer.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) config.at(pointer.substring(0, slash));
        JsonNode replaced = parent.set(pointer.substring(slash + 1), JSON.readTree(value));
        assertThat(replaced).isNotNull();
        assertRefused(config, message);
    }

    @ParameterizedTest
    @CsvSource({"encoder_depth", "img_size", "gdm_heads", "layer_norm_eps", "vae"})
    void a_missing_value_is_refused_by_its_key(String key) throws IOException {
        ObjectNode config = published();
        assertThat(config.remove(key)).isNotNull();
        assertRefused(config, key);
    }

    @Test
    void a_key_that_there_is_not_is_refused_by_its_name() throws IOException {
        ObjectNode config = published();
        config.put("latent_scael", 1);
        assertRefused(config, "latent_scael: no such key");
        ObjectNode inner = published();
        ((ObjectNode) inner.get("vae")).put("chanels", 1);
        assertRefused(inner, "vae.chanels: no such key");
    }

    @Test
    void the_configuration_beside_an_export_is_read_too() throws IOException {
        ObjectNode config = published();
        config.put("precision", "fp32");
        Path file = Files.writeString(folder.resolve("exported.json"), config.toString());
        assertThat(ModelConfig.read(file)).isEqualTo(PublishedModels.all().get(0));
    }

    @Test
    void a_label_stands_for_one_class() throws IOException {
        ObjectNode config = published();
        config.withArrayProperty("labels").set(7, "tench");
        assertRefused(config, "labels: 'tench' twice");
    }

    @Test
    void denoising_steps_beyond_those_of_the_sampler_are_refused_with_its_name() throws IOException {
        ObjectNode config = published();
        ObjectNode pivot = (ObjectNode) config.at("/sampling/pivot");
        pivot.put("sampler", "ddim").put("denoising_steps", 1000);
        assertRefused(config, "sampling.denoising_steps: 1000 (expected: 2 to 995 with ddim)");
    }

    @Test
    void what_is_written_out_reads_back_the_same() throws IOException {
        ModelConfig config = PublishedModels.all().get(0);
        Path file = Files.writeString(folder.resolve("config.json"), config.toJson());
        assertThat(ModelConfig.read(file)).isEqualTo(config);
    }

    @Test
    void how_often_guidance_is_refreshed_is_written_only_where_it_is_not_always() throws IOException {
        ObjectNode asked = published();
        ((ObjectNode) asked.at("/sampling/refine")).put("guidance_refresh", 4);
        ObjectNode exact = asked.putObject("presets").putObject("exact");
        exact.set("pivot", published().at("/sampling/pivot"));
        exact.set("refine", published().at("/sampling/refine"));
        Path file = Files.writeString(folder.resolve("config.json"), asked.toString());
        ModelConfig config = ModelConfig.read(file);
        JsonNode written = JSON.readTree(config.toJson());
        // A version that does not know the key reads what does not use it.
        assertThat(written.findParents("guidance_refresh")).singleElement().isEqualTo(written.at("/sampling/refine"));
        assertThat(written.at("/sampling/refine/guidance_refresh").intValue()).isEqualTo(4);
        Files.writeString(file, config.toJson());
        assertThat(ModelConfig.read(file)).isEqualTo(config);
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits", "emoji"})
    void shipped_models_are_sampled_by_default_as_their_cards_say_by_balanced(String model) {
        ModelConfig config = ModelConfig.read(Path.of("../weights", model, "config.json"));
        assertThat(config.sampling(Preset.BALANCED)).isEqualTo(config.sampling());
        assertThat(config.sampling(Preset.EXACT).refine().exact()).isTrue();
    }

    private static ObjectNode published() {
        return (ObjectNode) JSON.readTree(PublishedModels.all().get(0).toJson());
    }

    private void assertRefused(ObjectNode config, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), config.toString());
        assertThatThrownBy(() -> ModelConfig.read(file))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }
}
