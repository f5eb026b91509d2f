package io.himar.model.text.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.ClipGolden;
import io.himar.model.TextEncoderConfig;
import io.himar.model.text.CaptionTooLongException;
import io.himar.model.text.TokenizerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceCaptionTokenizerTest {
    private static final TextEncoderConfig ENCODER = ClipGolden.config();
    private static final Path TOKENIZER = ClipGolden.folder().resolve("tokenizer.json");

    @TempDir
    private Path folder;

    @Test
    void tokens_are_those_of_the_reference() throws IOException {
        try (HuggingFaceCaptionTokenizer tokenizer = HuggingFaceCaptionTokenizer.open(TOKENIZER, ENCODER)) {
            for (ClipGolden.Caption caption : ClipGolden.captions()) {
                assertThat(tokenizer.tokens(caption.text()).ids())
                        .as(caption.text())
                        .isEqualTo(caption.ids());
            }
            assertThat(tokenizer.tokens("half a pair: \ud83d").ids()).hasSizeGreaterThan(2);
        }
    }

    @Test
    void a_caption_that_is_too_long_is_refused_and_not_cut_even_where_the_file_says_to_cut() throws IOException {
        String cutting = Files.readString(TOKENIZER)
                .replace(
                        "\"truncation\": null",
                        "\"truncation\": {\"direction\": \"Right\", \"max_length\": 5, \"strategy\": \"LongestFirst\","
                                + " \"stride\": 0}");
        Path file = Files.writeString(folder.resolve("tokenizer.json"), cutting);
        try (HuggingFaceCaptionTokenizer tokenizer = HuggingFaceCaptionTokenizer.open(file, ENCODER)) {
            assertThat(tokenizer.tokens("a ".repeat(75)).ids()).hasSize(77);
            assertThatThrownBy(() -> tokenizer.tokens("a ".repeat(76)))
                    .isInstanceOf(CaptionTooLongException.class)
                    .hasMessage("'a a a a a a a a a a a a a a a a a a a a ...': 78 tokens (expected: at most 77, those"
                            + " for beginning and end included; shorten the text)");
        }
    }

    @Test
    void a_tokenizer_of_another_encoder_is_refused() {
        TextEncoderConfig other = new TextEncoderConfig(
                TextEncoderConfig.Kind.CLIP, 500, 77, 24, 2, 3, 40, TextEncoderConfig.Activation.GELU, 1e-5);
        assertThatThrownBy(() -> HuggingFaceCaptionTokenizer.open(TOKENIZER, other))
                .isInstanceOf(TokenizerException.class)
                .hasMessage(TOKENIZER + ": 584 tokens (expected: 500, those of the text encoder; this is another one's"
                        + " tokenizer)");
    }

    @Test
    void a_file_that_is_missing_damaged_or_no_tokenizer_is_named() throws IOException {
        Path file = folder.resolve("tokenizer.json");
        assertRefused(file, file + ": is missing (expected: the text encoder's tokenizer)");
        Files.writeString(file, "{\"model\": ");
        assertRefused(file, file + ": is damaged: ");
        Files.writeString(file, "{\"added_tokens\": [{\"id\": 583}]}");
        assertRefused(file, file + ": is no tokenizer that can be read: ");
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> HuggingFaceCaptionTokenizer.open(file, ENCODER))
                .isInstanceOf(TokenizerException.class)
                .hasMessageStartingWith(message);
    }
}
