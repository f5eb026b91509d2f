package io.himar.gateway.openapi;

import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Generates requests to the operations of an OpenAPI document: of the right form, nearly so, and not at all. */
final class BadRequests {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ZERO_ID = "00000000-0000-4000-8000-000000000000";
    private static final BigInteger HUGE = BigInteger.TEN.pow(400);

    /** What is easily read wrong. None is a time to wait, or a prompt. */
    private static final List<String> WORDS = List.of(
            "",
            " ",
            "0x7",
            "-1",
            "9".repeat(400),
            "1e400",
            "NaN",
            "null",
            "\u0000",
            "a\nb",
            "\ud83d\ude00",
            "e\u0301",
            "%",
            "%zz",
            "../..",
            "'; drop table himar.job; --",
            "<script>",
            "{}",
            "[]",
            "x".repeat(5000),
            "1-1-1-1-1",
            ZERO_ID,
            "0-done",
            "9999999999",
            "1:2:",
            "1:2:/3:4:/5",
            "PT1H",
            "P999999999D",
            "+1000000000-12-31T00:00:00Z",
            "urls",
            "label:",
            "index:1",
            "digits",
            "queued",
            "ddim",
            "https://[::1]/",
            "http://169.254.169.254/",
            "javascript:0");

    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json",
            "application/json",
            "application/json; charset=utf-16",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/x",
            "/");

    private final ServedDocument document;

    BadRequests(ServedDocument document) {
        this.document = document;
    }

    /**
     * A request.
     *
     * @param path with its query
     * @param body empty if there is none
     */
    record Made(String operation, String method, String path, Map<String, String> headers, byte[] body) {}

    Arbitrary<Made> requests() {
        List<Arbitrary<Made>> all = new ArrayList<>();
        document.at("/paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> all.add(requests(
                                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()))));
        return Arbitraries.oneOf(all);
    }

    private Arbitrary<Made> requests(String method, String path, JsonNode operation) {
        List<String> queries = names(operation, "query");
        List<String> headers = names(operation, "header");
        Arbitrary<String> address =
                words().map(BadRequests::encoded).list().ofSize(3).map(words -> filled(path, words));
        return Combinators.combine(
                        address,
                        some(queries, words()),
                        some(headers, words()),
                        method.equals("GET") ? Arbitraries.just(new byte[0]) : bodies(operation),
                        Arbitraries.of(TYPES))
                .as((where, query, header, body, type) -> {
                    Map<String, String> sent = new LinkedHashMap<>(header);
                    if (body.length > 0) {
                        sent.put("Content-Type", type);
                    }
                    String name = operation.path("operationId").stringValue();
                    return new Made(name, method, where + text(query), sent, body);
                });
    }

    private static List<String> names(JsonNode operation, String in) {
        return operation
                .path("parameters")
                .valueStream()
                .filter(each -> each.path("in").stringValue().equals(in))
                .map(each -> each.path("name").stringValue())
                .toList();
    }

    /** Some of the names, and now and then another. */
    private static <T> Arbitrary<Map<String, T>> some(List<String> names, Arbitrary<T> values) {
        List<String> all = new ArrayList<>(names);
        all.add("unknown");
        return Arbitraries.maps(Arbitraries.of(all), values).ofMaxSize(Math.min(2, all.size()));
    }

    private Arbitrary<byte[]> bodies(JsonNode operation) {
        String reference = operation
                .at("/requestBody/content/application~1json/schema/$ref")
                .asString("");
        List<String> fields = reference.isEmpty()
                ? List.of()
                : List.copyOf(
                        document.at(reference.substring(1)).path("properties").propertyNames());
        Arbitrary<byte[]> objects = Arbitraries.maps(Arbitraries.of(with(fields, "Count", "")), values(2))
                .ofMaxSize(Math.min(4, fields.size() + 1))
                .map(JSON::writeValueAsBytes);
        Arbitrary<byte[]> texts = Arbitraries.of(
                        "{",
                        "[1,",
                        "{\"class\":1}{}",
                        "{\"a\":1,\"a\":2}",
                        "[".repeat(3000),
                        "{\"count\":1e999999999}",
                        "nul",
                        "\ufeff{}",
                        "{\"count\":" + "1".repeat(3000) + "}",
                        "{\"\\ud800\":1}",
                        " ".repeat(70_000))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> bytes =
                Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(30);
        return Arbitraries.frequencyOf(
                Tuple.of(6, objects),
                Tuple.of(1, texts),
                Tuple.of(1, bytes),
                Tuple.of(1, Arbitraries.just(new byte[0])));
    }

    private static Arbitrary<Object> values(int depth) {
        Arbitrary<Object> plain = Arbitraries.of(
                        BigInteger.ONE,
                        BigInteger.ZERO,
                        BigInteger.TWO.pow(53),
                        HUGE,
                        HUGE.negate(),
                        -1,
                        2,
                        1.5,
                        1e308,
                        1e-320,
                        true,
                        false)
                .map(value -> (Object) value)
                .injectNull(0.05);
        Arbitrary<Object> texts = words().map(word -> word);
        if (depth == 0) {
            return Arbitraries.oneOf(plain, texts);
        }
        Arbitrary<Object> lists = values(depth - 1).list().ofMaxSize(12).map(list -> list);
        Arbitrary<Object> objects = Arbitraries.maps(
                        Arbitraries.of(
                                "steps", "guidance", "sampler", "denoising_steps", "url", "events", "", "\u0000", "a"),
                        values(depth - 1))
                .ofMaxSize(4)
                .map(map -> map);
        return Arbitraries.oneOf(plain, texts, lists, objects);
    }

    private static Arbitrary<String> words() {
        return Arbitraries.oneOf(
                Arbitraries.of(WORDS),
                Arbitraries.strings().all().ofMaxLength(12).map(text -> "?" + text));
    }

    private static List<String> with(List<String> names, String... more) {
        List<String> all = new ArrayList<>(names);
        all.addAll(List.of(more));
        return all;
    }

    private static String filled(String path, List<String> words) {
        String filled = path;
        for (String word : words) {
            filled = filled.replaceFirst("\\{[^}]*}", word.isEmpty() ? "7" : word);
        }
        return filled;
    }

    private static String text(Map<String, String> query) {
        return query.isEmpty()
                ? ""
                : query.entrySet().stream()
                        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
