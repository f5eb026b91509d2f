package io.himar.training.config;

/** Ranges of configuration values; what is wrong is told with key, value and expectation. */
final class Check {

    private Check() {}

    static void positive(String key, double value) {
        that(key, value > 0 && Double.isFinite(value), value, "> 0");
    }

    static void notNegative(String key, double value) {
        that(key, value >= 0 && Double.isFinite(value), value, ">= 0");
    }

    static void share(String key, double value) {
        that(key, value >= 0 && value <= 1, value, "from 0 to 1");
    }

    static void belowOne(String key, double value) {
        that(key, value >= 0 && value < 1, value, "at least 0 and below 1");
    }

    static void that(String key, boolean holds, Object found, String expected) {
        if (!holds) {
            throw new InvalidTrainingConfigException(key + ": " + found + " (expected: " + expected + ")");
        }
    }
}
