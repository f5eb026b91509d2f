package io.himar.gateway.generation;

import io.himar.storage.jobs.DeadlinesAsked;
import io.himar.storage.jobs.Due;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads deadlines: a time with its offset, or a time from now, as ISO 8601 has it or in short, such as {@code 10m}. */
final class DueTimes {
    private static final String EXPECTED =
            "a time such as 2026-03-01T12:00:00Z, or one from now such as 90s, 10m, 2h, 1d" + " or PT90S, of at most "
                    + Due.LONGEST.toDays() + "d";
    private static final Pattern SHORT = Pattern.compile("\\d{1,9}[smhd]");

    private DueTimes() {}

    static DeadlinesAsked asked(GenerationRequest request, FieldChecks checks) {
        return new DeadlinesAsked(
                due("start_by", request.startBy(), checks), due("finish_by", request.finishBy(), checks));
    }

    private static Optional<Due> due(String field, String text, FieldChecks checks) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(due(text));
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
            checks.refuse(field, "'" + text + "'", EXPECTED);
            return Optional.empty();
        }
    }

    private static Due due(String text) {
        if (SHORT.matcher(text).matches()) {
            String upper = text.toUpperCase(Locale.ROOT);
            return new Due.Within(Duration.parse(upper.endsWith("D") ? "P" + upper : "PT" + upper));
        }
        return text.startsWith("P")
                ? new Due.Within(Duration.parse(text))
                : new Due.At(OffsetDateTime.parse(text).toInstant());
    }
}
