package io.himar.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassLabelsTest {
    private static final ClassLabels ANIMALS = labels("cat", "dog", "red panda");
    private static final ClassLabels DIGITS = labels("0", "1", "2", "3");

    /** Folders in the order of their names, as a picture set of the numbers 0 to 4, 10 and 11 has them. */
    private static final ClassLabels NUMBERS = labels("0", "1", "10", "11", "2", "3", "4");

    @ParameterizedTest
    @CsvSource({"cat,0", "red panda,2", "label:dog,1", "2,2", "002,2", "index:0,0"})
    void a_word_is_a_label_or_else_an_index(String word, int classId) {
        assertThat(ANIMALS.lookUp(word)).isEqualTo(new ClassLookup.Found(classId));
    }

    @Test
    void a_label_that_is_its_own_index_is_not_ambiguous() {
        assertThat(DIGITS.lookUp("3")).isEqualTo(new ClassLookup.Found(3));
        assertThat(NUMBERS.lookUp("1")).isEqualTo(new ClassLookup.Found(1));
    }

    @Test
    void a_number_that_is_only_a_label_is_the_label() {
        assertThat(NUMBERS.lookUp("10")).isEqualTo(new ClassLookup.Found(2));
    }

    @Test
    void a_number_that_is_only_an_index_is_the_index() {
        assertThat(NUMBERS.lookUp("5")).isEqualTo(new ClassLookup.Found(5));
    }

    @Test
    void a_number_that_is_the_label_of_one_class_and_the_index_of_another_is_refused_with_both_readings() {
        assertThat(NUMBERS.lookUp("2"))
                .isEqualTo(new ClassLookup.Refused(
                        "'2' means more than one class of model zoo",
                        "'label:2' for class 4, labelled '2'; or 'index:2' for class 2, labelled '10'"));
    }

    @Test
    void both_readings_of_an_ambiguous_number_can_be_written() {
        assertThat(NUMBERS.lookUp("label:2")).isEqualTo(new ClassLookup.Found(4));
        assertThat(NUMBERS.lookUp("index:2")).isEqualTo(new ClassLookup.Found(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"caf\u00e9", "cafe\u0301"})
    void composed_and_decomposed_letters_are_equal(String word) {
        assertThat(labels("th\u00e9", "cafe\u0301").lookUp(word)).isEqualTo(new ClassLookup.Found(1));
        assertThat(labels("th\u00e9", "caf\u00e9").lookUp(word)).isEqualTo(new ClassLookup.Found(1));
    }

    @Test
    void labels_that_differ_only_in_their_encoding_are_told_apart_by_index() {
        ClassLabels labels = labels("caf\u00e9", "cafe\u0301");
        assertThat(labels.lookUp("caf\u00e9"))
                .isEqualTo(
                        new ClassLookup.Refused(
                                "'caf\u00e9' means more than one class of model zoo",
                                "'index:0' for class 0, labelled 'caf\u00e9'; or 'index:1' for class 1, labelled 'cafe\u0301'"));
        assertThat(labels.lookUp("index:1")).isEqualTo(new ClassLookup.Found(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lion", "3", "-1", "", "Cat", "index:3", "label:lion", "9999999999"})
    void a_word_that_means_no_class_is_refused_with_what_would(String word) {
        assertThat(ANIMALS.lookUp(word))
                .isEqualTo(new ClassLookup.Refused(
                        "'" + word + "' is not known", "a label of model zoo, such as 'cat', or a class from 0 to 2"));
    }

    private static ClassLabels labels(String... labels) {
        return new ClassLabels("zoo", List.of(labels));
    }
}
