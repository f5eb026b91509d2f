package io.himar.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published sizes, counted (paper, table 1; the released code's state dictionaries). */
class PublishedModelsTest {

    @ParameterizedTest
    @CsvSource({
        "himar-base-256, 497, 244468016, 768, 12, 35749920, 29949968",
        "himar-large-256, 645, 529228336, 1024, 16, 72230432, 39533584",
        "himar-huge-256, 829, 1090572592, 1280, 20, 151206944, 130911760"
    })
    void every_size_has_the_published_number_of_parameters_and_tensors(
            String name, int tensors, long trained, long width, long depth, long mlpHead, long transformerHead) {
        List<ParameterSpec> specs = HiMarParameters.of(config(name));
        assertThat(specs).hasSize(tensors);
        assertThat(specs).extracting(ParameterSpec::name).doesNotHaveDuplicates();
        assertThat(count(specs, ParameterSpec::trained)).isEqualTo(trained);
        // Attention 4 DD, MLP 8 DD, their biases 9 D, two norms 4 D, the scale factors of both stages 16 D.
        long blocks = depth * (12 * width * width + 29 * width);
        assertThat(count(specs, part("encoder_blocks."))).isEqualTo(blocks);
        assertThat(count(specs, part("decoder_blocks."))).isEqualTo(blocks);
        assertThat(count(specs, part("diffloss."))).isEqualTo(mlpHead);
        assertThat(count(specs, part("cond_diffloss."))).isEqualTo(transformerHead);
    }

    @Test
    void the_autoencoder_has_the_published_number_of_parameters_and_tensors() {
        for (ModelConfig config : PublishedModels.all()) {
            List<ParameterSpec> specs = AutoencoderParameters.of(config.vae());
            Predicate<ParameterSpec> encoding = part("encoder.").or(part("quant_conv."));
            assertThat(specs).hasSize(312);
            assertThat(count(specs, any -> true)).isEqualTo(66_456_019);
            assertThat(count(specs, encoding)).isEqualTo(28_266_816);
            assertThat(count(specs, encoding.negate())).isEqualTo(38_189_203);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, tench",
        "1, goldfish",
        "207, golden retriever",
        "281, tabby",
        "388, giant panda",
        "417, balloon",
        "888, viaduct",
        "980, volcano",
        "999, toilet tissue"
    })
    void classes_have_the_names_of_imagenet(int classId, String label) {
        for (ModelConfig config : PublishedModels.all()) {
            assertThat(config.labels()).hasSize(1000).doesNotHaveDuplicates();
            assertThat(config.labels().get(classId)).isEqualTo(label);
        }
    }

    @Test
    void a_size_is_chosen_by_its_name() {
        assertThat(PublishedModels.names()).containsExactly("himar-base-256", "himar-large-256", "himar-huge-256");
        assertThat(PublishedModels.find("himar-huge-256"))
                .hasValueSatisfying(
                        config -> assertThat(config.sampling().refine().steps()).isEqualTo(12));
        assertThat(PublishedModels.find("himar-tiny-256")).isEmpty();
    }

    private static ModelConfig config(String name) {
        return PublishedModels.find(name).orElseThrow();
    }

    private static Predicate<ParameterSpec> part(String prefix) {
        return spec -> spec.name().startsWith(prefix);
    }

    private static long count(List<ParameterSpec> specs, Predicate<ParameterSpec> which) {
        return specs.stream().filter(which).mapToLong(ParameterSpec::entries).sum();
    }
}
