package io.himar.gateway.keys;

import io.himar.gateway.generation.FieldChecks;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Lengths of time as administrators write them, such as {@code 90d} or {@code PT1H}. */
final class Times {
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final Pattern SHORT = Pattern.compile("\\d{1,9}[smhd]");

    private Times() {}

    static Optional<Duration> read(String field, String text, FieldChecks checks) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            Duration time = Duration.parse(SHORT.matcher(text).matches() ? iso(text) : text);
            if (!time.isNegative() && time.compareTo(LONGEST) <= 0) {
                return Optional.of(time);
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            // Refused below, like a time that is too long.
        }
        checks.refuse(
                field,
                "'" + text + "'",
                "a time such as 90s, 10m, 24h, 90d or PT90S, of at most " + LONGEST.toDays() + "d");
        return Optional.empty();
    }

    private static String iso(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return upper.endsWith("D") ? "P" + upper : "PT" + upper;
    }
}
