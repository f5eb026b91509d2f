package io.himar.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.ClipGolden;
import io.himar.model.ModelConfig;
import io.himar.model.TextModel;
import io.himar.model.catalog.ModelCatalog;
import io.himar.model.text.CaptionTooLongException;
import io.himar.service.models.PromptTokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Services read prompts for a model with CLIP's text encoder as the reference implementation does. */
class ClipPromptsTest {
    @TempDir
    private Path repository;

    @Test
    void prompts_become_the_tokens_of_clip_and_are_never_cut() throws IOException {
        ModelCatalog models = ModelCatalog.read(exported());
        ModelConfig model = models.find("texts").orElseThrow();
        try (PromptTokenizers tokenizers = PromptTokenizers.read(models)) {
            assertThat(ClipGolden.captions())
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(
                                    tokenizers.tokens(model, each.text()).ids())
                            .isEqualTo(each.ids()));
            assertThat(tokenizers.tokens(model, "xyzzy").unknown()).isEmpty();
            assertThatThrownBy(() -> tokenizers.tokens(model, "a b ".repeat(38)))
                    .isInstanceOf(CaptionTooLongException.class)
                    .hasMessageContaining("78 tokens (expected: at most 77, ");
        }
    }

    private Path exported() throws IOException {
        ObjectNode config = TextModel.json();
        ClipGolden.describe(config);
        Files.writeString(repository.resolve("texts.json"), config.toString());
        Path graph = Files.createDirectories(repository.resolve("texts-text"));
        Files.copy(ClipGolden.folder().resolve("tokenizer.json"), graph.resolve("tokenizer.json"));
        return repository;
    }
}
