package io.himar.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class TextModelConfigTest {

    @TempDir
    private Path folder;

    @Test
    void a_model_that_draws_texts_has_an_encoder_and_no_classes() throws IOException {
        ModelConfig config = read(TextModel.json());
        assertThat(config.conditioning()).isEqualTo(Conditioning.TEXT);
        assertThat(config.classes()).isZero();
        assertThat(config.labels()).isEmpty();
        assertThat(config.text().kind()).isEqualTo(TextEncoderConfig.Kind.WORDS);
        assertThat(HiMarParameters.of(config))
                .extracting(ParameterSpec::name)
                .contains("text_proj.weight", "text_proj.bias")
                .doesNotContain("class_emb.weight", "fake_latent");
    }

    @Test
    void what_is_written_out_reads_back_the_same_and_says_nothing_of_classes() throws IOException {
        ModelConfig config = read(TextModel.json());
        assertThat(config.toJson()).doesNotContain("class_num", "labels");
        Path file = Files.writeString(folder.resolve("again.json"), config.toJson());
        assertThat(ModelConfig.read(file)).isEqualTo(config);
        assertThat(config.with("other", config.labels()).text()).isEqualTo(config.text());
    }

    @Test
    void the_configuration_of_a_class_model_is_written_as_ever() {
        assertThat(PublishedModels.all().get(0).toJson()).doesNotContain("conditioning", "\"text\"");
    }

    @Test
    void keys_that_do_not_go_together_are_refused() throws IOException {
        assertRefused(
                TextModel.json().put("class_num", 3), "class_num: 3 (expected: nothing where conditioning is text");
        assertRefused(TextModel.json().put("buffer_size", 64), "buffer_size: 64 (expected: text.context_length, 6)");
        ObjectNode without = TextModel.json();
        without.remove("text");
        assertRefused(without, "text: null (expected: the text encoder's shape, where conditioning is text)");
        assertRefused(
                TextModel.json().put("conditioning", "class"),
                "text: an encoder's shape (expected: nothing where conditioning is class)");
        ObjectNode kindless = TextModel.json();
        ((ObjectNode) kindless.get("text")).remove("kind");
        assertRefused(kindless, "text.kind: null (expected: clip or words)");
    }

    @Test
    void a_class_is_refused_with_the_way_to_ask() throws IOException {
        assertThat(read(TextModel.json()).classOf("7"))
                .isEqualTo(new ClassLookup.Refused(
                        "'7' cannot be a class", "a prompt: model texts draws what a text says"));
    }

    private ModelConfig read(ObjectNode json) throws IOException {
        return ModelConfig.read(Files.writeString(folder.resolve("config.json"), json.toString()));
    }

    private void assertRefused(ObjectNode json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(message);
    }
}
