package io.himar.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A value in a YAML document, which knows where it stands; one that is missing has the value null. */
record YamlNode(String path, Object value) {

    static YamlNode read(Path file) {
        try {
            return new YamlNode("", yaml().load(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents of a stream, without empty ones. */
    static List<YamlNode> documents(String text) {
        return StreamSupport.stream(yaml().loadAll(text).spliterator(), false)
                .filter(document -> document != null)
                .map(document -> new YamlNode("", document))
                .toList();
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options));
    }

    YamlNode at(String... keys) {
        YamlNode node = this;
        for (String key : keys) {
            Object child = node.value instanceof Map<?, ?> map ? map.get(key) : null;
            node = new YamlNode(node.path + "/" + key, child);
        }
        return node;
    }

    boolean exists() {
        return value != null;
    }

    boolean is(Object expected) {
        return expected.equals(value);
    }

    String text() {
        if (value == null || value instanceof Map || value instanceof List) {
            throw new AssertionError(path + ": " + value + " (expected: a text)");
        }
        return value.toString();
    }

    int number() {
        return Integer.parseInt(text());
    }

    /** The elements of a list; none if it is missing. */
    List<YamlNode> items() {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw new AssertionError(path + ": " + value + " (expected: a list)");
        }
        return IntStream.range(0, list.size())
                .mapToObj(index -> new YamlNode(path + "/" + index, list.get(index)))
                .toList();
    }

    /** The entries of a map, in their order; none if it is missing. */
    Map<String, YamlNode> fields() {
        Map<String, YamlNode> fields = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.keySet().forEach(key -> fields.put(key.toString(), at(key.toString())));
        } else if (value != null) {
            throw new AssertionError(path + ": " + value + " (expected: a map)");
        }
        return fields;
    }

    /** All values below, by their dotted path; lists count as values. */
    Map<String, Object> leaves() {
        Map<String, Object> leaves = new LinkedHashMap<>();
        fields().forEach((key, node) -> {
            if (node.value instanceof Map<?, ?> map && !map.isEmpty()) {
                node.leaves().forEach((below, leaf) -> leaves.put(key + "." + below, leaf));
            } else {
                leaves.put(key, node.value);
            }
        });
        return leaves;
    }
}
