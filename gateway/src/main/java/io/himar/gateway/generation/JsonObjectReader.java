package io.himar.gateway.generation;

import io.himar.gateway.problem.FieldProblem;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads fields of one JSON object strictly: no conversion between types, no unknown fields. What is wrong is added to a
 * list, so that a client learns of every mistake at once; the value read is then null, as for an absent field.
 */
public final class JsonObjectReader {
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

    /**
     * A reader of a request body.
     *
     * @param example of what is expected
     * @throws org.springframework.web.ErrorResponseException if it is not one JSON object
     */
    public static JsonObjectReader of(byte[] body, String example, List<FieldProblem> problems) {
        return new JsonObjectReader(JsonBody.object(body, example), "", problems);
    }

    public String string(String name) {
        JsonNode value = value(name, JsonNode::isString, "a string");
        return value == null ? null : value.stringValue();
    }

    public Boolean truth(String name) {
        JsonNode value = value(name, JsonNode::isBoolean, "true or false");
        return value == null ? null : (Boolean) value.booleanValue();
    }

    public BigInteger integer(String name) {
        JsonNode value = value(name, JsonNode::isIntegralNumber, "an integer");
        return value == null ? null : value.bigIntegerValue();
    }

    public Double number(String name) {
        JsonNode value = value(name, JsonNode::isNumber, "a number");
        return value == null ? null : (Double) value.asDouble();
    }

    /** Elements that are no integers are named by their place, such as {@code seeds[2]}. */
    List<BigInteger> integers(String name) {
        JsonNode list = value(name, JsonNode::isArray, "a list of integers");
        if (list == null) {
            return null;
        }
        List<BigInteger> integers = new ArrayList<>();
        for (JsonNode each : list) {
            String place = name + "[" + integers.size() + "]";
            integers.add(
                    right(place, each, JsonNode::isIntegralNumber, "an integer")
                            ? each.bigIntegerValue()
                            : BigInteger.ZERO);
        }
        return integers;
    }

    /** Elements that are no strings are named by their place, such as {@code events[2]}. */
    public List<String> texts(String name) {
        JsonNode list = value(name, JsonNode::isArray, "a list of strings");
        if (list == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        int index = 0;
        for (JsonNode each : list) {
            if (right(name + "[" + index++ + "]", each, JsonNode::isString, "a string")) {
                texts.add(each.stringValue());
            }
        }
        return texts;
    }

    /** An object of texts whose names are the client's own. */
    Map<String, String> strings(String name) {
        JsonNode object = value(name, JsonNode::isObject, "an object of strings");
        if (object == null) {
            return null;
        }
        Map<String, String> strings = new TreeMap<>();
        object.properties().forEach(each -> {
            if (right(name + "." + each.getKey(), each.getValue(), JsonNode::isString, "a string")) {
                strings.put(each.getKey(), each.getValue().stringValue());
            }
        });
        return strings;
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

    public boolean isAbsent(String name) {
        return value(name) == null;
    }

    public void missing(String name, String expected) {
        problems.add(new FieldProblem(path + name, "is missing (expected: " + expected + ")"));
    }

    /** To be called last: every field that was not read is a problem. */
    public void refuseOtherFields() {
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
        return value == null || right(name, value, right, expected) ? value : null;
    }

    private boolean right(String place, JsonNode value, Predicate<JsonNode> right, String expected) {
        if (right.test(value)) {
            return true;
        }
        problems.add(new FieldProblem(path + shown(place), shown(value.toString()) + " (expected: " + expected + ")"));
        return false;
    }

    private static String shown(String text) {
        return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text;
    }
}
