package io.himar.standalone.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.standalone.client.Generation;
import io.himar.standalone.client.SampleGenerations;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureNamesTest {
    @ParameterizedTest
    @CsvSource({
        "seven, seven-seed0",
        "Grand Piano, grand-piano-seed0",
        "'../../etc/passwd', etc-passwd-seed0",
        "'.hidden.', hidden-seed0",
        "'-rf', rf-seed0",
        "CON, con-seed0",
        "'a\u0000\u001b[31mb', a-31mb-seed0",
        "ÄRGER, ärger-seed0"
    })
    void a_label_gives_a_name_without_what_means_something_to_a_shell_or_a_file_system(String label, String name) {
        assertThat(name(label)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"犬", "猫", "собака", "ไก่", "हिन्दी"})
    void letters_of_every_script_stay(String label) {
        assertThat(name(label)).isEqualTo(label + "-seed0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D\uDC31", "\u2764\uFE0F", "---", "/", ".", " ", "\u0301"})
    void a_label_without_letters_gives_the_number_of_its_class(String label) {
        assertThat(name(label)).isEqualTo("class7-seed0");
    }

    @Test
    void composed_and_decomposed_letters_give_one_name() {
        assertThat(name("cafe\u0301")).isEqualTo(name("caf\u00e9")).isEqualTo("caf\u00e9-seed0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "犬", "\uD842\uDFB7", "é"})
    void a_long_label_is_cut_between_its_letters(String letter) {
        String name = name(letter.repeat(500));

        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(100, 106);
        assertThat(name.replace(letter, "")).isEqualTo("-seed0");
    }

    private static String name(String label) {
        Generation generation = SampleGenerations.queued(label, 1);
        return PictureNames.of(generation, generation.images().get(0));
    }
}
