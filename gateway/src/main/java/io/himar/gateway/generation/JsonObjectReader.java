package io.himar.gateway.generation;

import io.himar.gateway.problem.FieldProblem;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads fields of one JSON object strictly: no conversion between types, no unknown fields. What is wrong is added to a
 * list, so that a client learns of every mistake at once; the value read is then null, as for an absent field.
 */
final class JsonObjectReader {
    private static final int MOST_SHOWN = 60;
    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

    private final ObjectNode object;
    private final String path;
    private final List<FieldProblem> problems;
    private final Set<String> known = new HashSet<>();

    /**
     * @param path path of the object in the document with a trailing dot, empty for the document itself
     * @param problems receives what is wrong
     */
    JsonObjectReader(ObjectNode object, String path, List<FieldProblem> problems) {
        this.object = object;
        this.path = path;
        this.problems = problems;
    }

    String string(String name) {
        JsonNode value = value(name, JsonNode::isString, "a string");
        return value == null ? null : value.stringValue();
    }

    BigInteger integer(String name) {
        JsonNode value = value(name, JsonNode::isIntegralNumber, "an integer");
        return value == null ? null : value.bigIntegerValue();
    }

    Double number(String name) {
        JsonNode value = value(name, JsonNode::isNumber, "a number");
        return value == null ? null : (Double) value.asDouble();
    }

    JsonObjectReader object(String name) {
        JsonNode value = value(name, JsonNode::isObject, "an object");
        return value == null ? null : new JsonObjectReader((ObjectNode) value, path + name + ".", problems);
    }

    /** Whether the field is there and not null, and a string. */
    boolean isString(String name) {
        JsonNode value = value(name);
        return value != null && value.isString();
    }

    boolean isAbsent(String name) {
        return value(name) == null;
    }

    void missing(String name, String expected) {
        problems.add(new FieldProblem(path + name, "is missing (expected: " + expected + ")"));
    }

    /** To be called last: every field that was not read is a problem. */
    void refuseOtherFields() {
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                problems.add(new FieldProblem(path + name, "is not a known field (expected: " + expected(name) + ")"));
            }
        }
    }

    private String expected(String name) {
        String snake = CAPITAL.matcher(name).replaceAll("_$0").toLowerCase(Locale.ROOT);
        return known.contains(snake)
                ? snake + "; names are in snake_case"
                : "one of " + String.join(", ", known.stream().sorted().toList());
    }

    private JsonNode value(String name) {
        known.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private JsonNode value(String name, Predicate<JsonNode> right, String expected) {
        JsonNode value = value(name);
        if (value == null || right.test(value)) {
            return value;
        }
        String shown = value.toString();
        String given = shown.length() > MOST_SHOWN ? shown.substring(0, MOST_SHOWN) + "..." : shown;
        problems.add(new FieldProblem(path + name, given + " (expected: " + expected + ")"));
        return null;
    }
}
