package io.himar.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.TextEncoderConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordVocabularyTest {
    private static final int LENGTH = 5;

    @TempDir
    private Path folder;

    @Test
    void words_come_in_the_order_of_their_frequency_and_then_of_the_alphabet() {
        WordVocabulary vocabulary =
                WordVocabulary.of(List.of("a red 7", "A blue 7.", "a blue-green circle"), 5, LENGTH);
        assertThat(vocabulary.words()).containsExactly("a", "7", "blue", "circle", "green");
        assertThat(vocabulary.size()).isEqualTo(8);
    }

    @Test
    void a_caption_begins_with_a_token_of_its_own_and_unknown_words_are_told() {
        WordVocabulary vocabulary = WordVocabulary.of(List.of("red circle"), 9, LENGTH);
        assertThat(vocabulary.tokens("").ids()).containsExactly(1L);
        CaptionTokens tokens = vocabulary.tokens("Red  CIRCLE, dog dog!");
        assertThat(tokens.ids()).containsExactly(1L, 4L, 3L, 2L, 2L);
        assertThat(tokens.unknown()).containsExactly("dog");
        assertThat(tokens.padded(7)).containsExactly(1, 4, 3, 2, 2, 0, 0);
        assertThat(tokens.known(7)).containsExactly(true, true, true, true, true, false, false);
    }

    @Test
    void a_letter_and_its_accent_are_the_same_written_as_one_or_as_two() {
        WordVocabulary vocabulary = WordVocabulary.of(List.of("caf\u00e9"), 9, LENGTH);
        assertThat(vocabulary.tokens("cafe\u0301").unknown()).isEmpty();
    }

    @Test
    void a_caption_that_is_too_long_is_refused() {
        WordVocabulary vocabulary = WordVocabulary.of(List.of("red"), 9, LENGTH);
        assertThatThrownBy(() -> vocabulary.tokens("red red red red red"))
                .isInstanceOf(CaptionTooLongException.class)
                .hasMessageStartingWith("'red red red red red': 6 tokens (expected: at most 5, ");
    }

    @Test
    void what_is_written_reads_back() throws IOException {
        WordVocabulary written = WordVocabulary.of(List.of("red circle", "\u00fcber"), 9, LENGTH);
        Path file = folder.resolve(WordVocabulary.FILE);
        written.write(file);
        assertThat(WordVocabulary.read(file, encoder(6)).words()).isEqualTo(written.words());
    }

    @Test
    void a_file_that_is_not_the_encoders_is_refused_with_what_is_wrong() throws IOException {
        Path file = folder.resolve(WordVocabulary.FILE);
        assertRefused(file, "is missing (expected: the words that the text encoder knows)");
        Files.writeString(file, "red\ncircle\n");
        assertRefused(file, "2 words (expected: 3, which the text encoder has beside 3 tokens that are no words)");
        Files.writeString(file, "red\nRed\nblue\n");
        assertRefused(file, "line 2: 'Red' (expected: one word in lower case)");
        Files.writeString(file, "red\nblue\nred\n");
        assertRefused(file, "'red' twice (expected: each word once)");
        Files.write(file, "red\nblue\nca\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(file, "is not UTF-8 (expected: one word a line in that encoding)");
    }

    private static void assertRefused(Path file, String problem) {
        assertThatThrownBy(() -> WordVocabulary.read(file, encoder(6)))
                .isInstanceOf(TokenizerException.class)
                .hasMessage(file + ": " + problem);
    }

    private static TextEncoderConfig encoder(int vocabulary) {
        return new TextEncoderConfig(
                TextEncoderConfig.Kind.WORDS, vocabulary, LENGTH, 8, 1, 1, 8, TextEncoderConfig.Activation.GELU, 1e-5);
    }
}
