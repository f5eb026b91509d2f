package io.himar.gateway.generation;

import io.himar.gateway.problem.FieldProblem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the values of query parameters; what is wrong is added to a list, and counts as not given. */
public final class QueryValues {
    private static final int LAST_YEAR = 9999;

    private final Map<String, String[]> parameters;
    private final List<FieldProblem> problems;

    public QueryValues(Map<String, String[]> parameters, List<FieldProblem> problems) {
        this.parameters = parameters;
        this.problems = problems;
    }

    public Optional<String> text(String name) {
        String[] values = parameters.get(name);
        if (values == null) {
            return Optional.empty();
        }
        if (values.length > 1) {
            return refuse(name, "is given " + values.length + " times (expected: once)");
        }
        return Metadata.isStorable(values[0])
                ? Optional.of(values[0])
                : refuse(name, "has control characters (expected: none)");
    }

    public int integer(String name, int absent, int least, int most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return absent;
        }
        try {
            int value = Integer.parseInt(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        refuse(name, "'" + text.get() + "' (expected: an integer from " + least + " to " + most + ")");
        return absent;
    }

    Optional<Instant> time(String name) {
        return text(name).flatMap(text -> {
            try {
                OffsetDateTime time = OffsetDateTime.parse(text);
                if (time.getYear() > 0 && time.getYear() <= LAST_YEAR) {
                    return Optional.of(time.toInstant());
                }
            } catch (DateTimeException e) {
                // Refused below, like a time that no database keeps.
            }
            return refuse(
                    name,
                    "'" + text + "' (expected: a time such as 2026-03-01T12:00:00Z, of the years 1 to " + LAST_YEAR
                            + ")");
        });
    }

    public <E extends Enum<E>> Optional<E> oneOf(String name, Class<E> type) {
        return text(name).flatMap(text -> {
            Optional<E> found = Arrays.stream(type.getEnumConstants())
                    .filter(each -> word(each).equals(text))
                    .findFirst();
            String words = Arrays.stream(type.getEnumConstants())
                    .map(QueryValues::word)
                    .collect(Collectors.joining(", "));
            return found.isPresent() ? found : refuse(name, "'" + text + "' (expected: one of " + words + ")");
        });
    }

    /**
     * The place where a page begins, as the page before named it.
     *
     * @param read fails with an IllegalArgumentException for what is none
     */
    public <T> Optional<T> cursor(Function<String, T> read) {
        return text("cursor").flatMap(text -> {
            try {
                return Optional.of(read.apply(text));
            } catch (IllegalArgumentException e) {
                return refuse("cursor", "'" + text + "' (expected: the cursor of the page before)");
            }
        });
    }

    /** Values of an object, such as {@code metadata[user]=ada}, by the names in brackets. */
    Map<String, String> named(String name) {
        Map<String, String> values = new TreeMap<>();
        for (String each : parameters.keySet()) {
            if (each.startsWith(name + "[") && each.endsWith("]")) {
                String key = each.substring(name.length() + 1, each.length() - 1);
                if (Metadata.isStorable(key)) {
                    text(each).ifPresent(value -> values.put(key, value));
                } else {
                    refuse(name, "has control characters (expected: none)");
                }
            }
        }
        return values;
    }

    private <T> Optional<T> refuse(String name, String message) {
        problems.add(new FieldProblem(name, message));
        return Optional.empty();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
