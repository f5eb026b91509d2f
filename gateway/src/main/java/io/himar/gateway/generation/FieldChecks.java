package io.himar.gateway.generation;

import io.himar.gateway.problem.FieldProblem;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Range checks that collect what is wrong. A value that is absent gives its default; one that is wrong is reported and
 * gives the default too, so that checking can go on.
 */
public final class FieldChecks {
    private static final int MOST_SHOWN = 200;

    private final List<FieldProblem> problems;

    public FieldChecks(List<FieldProblem> problems) {
        this.problems = problems;
    }

    public int within(String field, BigInteger value, int absent, int least, int most) {
        return (int) within(field, value, (long) absent, least, most);
    }

    public long within(String field, BigInteger value, long absent, long least, long most) {
        return value == null || !check(within(value, least, most), field, value, least + " to " + most)
                ? absent
                : value.longValue();
    }

    float within(String field, Double value, float absent, float least, float most) {
        String expected = "%s to %s".formatted(plain(least), plain(most));
        if (value == null || check(value >= least && value <= most, field, value, expected)) {
            return value == null ? absent : value.floatValue();
        }
        return absent;
    }

    /** Reads the name of an enum constant, in lower or upper case. */
    <E extends Enum<E>> E oneOf(String field, String value, E absent, Class<E> type) {
        if (value == null) {
            return absent;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(value)) {
                return constant;
            }
        }
        refuse(field, "'" + value + "'", "one of " + names(type));
        return absent;
    }

    /** Says that a field is missing, unless it is known to be wrong. */
    void requireGiven(String field, String expected) {
        if (problems.stream().noneMatch(problem -> problem.field().equals(field))) {
            problem(field, "is missing (expected: " + expected + ")");
        }
    }

    void problem(String field, String message) {
        problems.add(new FieldProblem(field, message));
    }

    public void refuse(String field, Object value, String expected) {
        String given = String.valueOf(value);
        String shown = given.length() > MOST_SHOWN ? given.substring(0, MOST_SHOWN) + "..." : given;
        problems.add(new FieldProblem(field, shown + " (expected: " + expected + ")"));
    }

    private boolean check(boolean right, String field, Object value, String expected) {
        if (!right) {
            refuse(field, value, expected);
        }
        return right;
    }

    private static boolean within(BigInteger value, long least, long most) {
        return value.compareTo(BigInteger.valueOf(least)) >= 0 && value.compareTo(BigInteger.valueOf(most)) <= 0;
    }

    private static <E extends Enum<E>> String names(Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static String plain(float bound) {
        return bound == Math.rint(bound) ? Integer.toString((int) bound) : Float.toString(bound);
    }
}
