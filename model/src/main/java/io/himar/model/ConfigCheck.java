package io.himar.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks of a configuration that name the key, what it is and what it should be. */
final class ConfigCheck {

    private ConfigCheck() {}

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

    static void atMost(String key, int value, String limitName, int limit) {
        that(key, value <= limit, value, "at most one for each of the " + limit + " " + limitName);
    }

    static void distinct(String key, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            that(key, !name.isBlank(), "an empty name", "a name for each class");
            that(key, seen.add(name), "'" + name + "' twice", "a name of its own for each class");
        }
    }
}
