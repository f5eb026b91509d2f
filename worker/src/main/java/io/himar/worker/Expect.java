package io.himar.worker;

import java.time.Duration;

/** Checks of configuration values; each failure names the property, its value and what was expected. */
final class Expect {
    private Expect() {}

    static void that(boolean condition, String property, Object value, String expectation) {
        if (!condition) {
            throw new IllegalArgumentException(property + ": " + value + " (expected: " + expectation + ")");
        }
    }

    static void notBlank(String property, String value) {
        that(value != null && !value.isBlank(), property, value, "not blank");
    }

    static void positive(String property, Duration value) {
        that(value != null && !value.isNegative() && !value.isZero(), property, value, "more than zero");
    }
}
