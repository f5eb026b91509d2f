package io.himar.model;

/** Checks of a configuration that name the key, what it is and what it should be. */
final class ConfigCheck {

    static void that(String key, boolean holds, Object found, String expected) {
        if (!holds) {
            throw new InvalidConfigException(key + ": " + found + " (expected: " + expected + ")");
        }
    }

    static void positive(String key, int value) {
        that(key, value > 0, value, "> 0");
    }

    static void divides(String key, int heads, String widthKey, int width) {
        that(key, heads > 0 && width % heads == 0, heads, "a divisor of " + widthKey + ", " + width);
    }

    private ConfigCheck() {}
}
