package io.himar.training.command;

import java.util.List;

/** The least values of options; an error names the option as a person wrote it. */
final class Least {

    private Least() {}

    /** @throws IllegalArgumentException where the value is smaller */
    static void of(String option, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(option + ": " + value + " (expected: at least " + least + ")");
        }
    }

    /** @throws IllegalArgumentException where one of the values is smaller */
    static void of(String option, int least, List<Integer> values) {
        values.forEach(value -> of(option, least, value));
    }
}
