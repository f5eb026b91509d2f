package io.himar.gateway.generation;

import java.util.Map;
import java.util.regex.Pattern;

/** What clients may note of a generation. */
final class Metadata {
    static final int MOST = 16;
    static final int LONGEST_NAME = 64;
    static final int LONGEST_VALUE = 512;

    /** Neither control characters nor halves of characters, which the database does not keep. */
    private static final Pattern STORABLE = Pattern.compile("[^\\p{Cc}\\p{Cs}]*");

    private Metadata() {}

    /** What was noted; nothing, where that is nothing. */
    static Map<String, String> checked(Map<String, String> given, FieldChecks checks) {
        if (given == null) {
            return Map.of();
        }
        if (given.size() > MOST) {
            checks.refuse("metadata", given.size() + " entries", "at most " + MOST);
        }
        given.forEach((name, value) -> check(name, value, checks));
        return given;
    }

    private static void check(String name, String value, FieldChecks checks) {
        if (name.isEmpty() || characters(name) > LONGEST_NAME || !isStorable(name)) {
            checks.refuse("metadata", "the name '" + name + "'", LONGEST_NAME + " printable characters at most");
        } else if (characters(value) > LONGEST_VALUE || !isStorable(value)) {
            checks.refuse(
                    "metadata." + name,
                    characters(value) + " characters",
                    LONGEST_VALUE + " at most, without control characters");
        }
    }

    /** As JSON Schema counts them, which the OpenAPI document is written in: a fox is one, not two. */
    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    static boolean isStorable(String text) {
        return STORABLE.matcher(text).matches();
    }
}
