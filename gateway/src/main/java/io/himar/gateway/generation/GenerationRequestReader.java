package io.himar.gateway.generation;

import io.himar.gateway.problem.FieldProblem;
import io.himar.gateway.problem.Problems;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** From the bytes of a request body to a {@link GenerationRequest}, refusing whatever is not exactly one. */
@Component
final class GenerationRequestReader {
    private static final String BODY = "body";

    /** What Jackson adds for those who program with it. */
    private static final Pattern HINTS =
            Pattern.compile(": enable `[^`]*` to allow|, from `[^`]*`| \\(start marker at .*");

    private final JsonMapper strictJson = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads a request. What is wrong of a field is added to the problems, and the field then counts as absent, so that
     * the others can be checked all the same.
     *
     * @param problems receives every field that is unknown, missing or of a wrong type
     * @throws org.springframework.web.ErrorResponseException naming the place where the JSON is malformed
     */
    GenerationRequest read(byte[] body, List<FieldProblem> problems) {
        return request(new JsonObjectReader(object(body), "", problems));
    }

    private ObjectNode object(byte[] body) {
        JsonNode document;
        try {
            document = strictJson.readTree(body);
        } catch (JacksonException e) {
            throw Problems.invalid(
                    BODY,
                    e instanceof MismatchedInputException
                            ? "goes on after its end (expected: one JSON object)"
                            : "malformed JSON" + place(e) + ": "
                                    + HINTS.matcher(e.getOriginalMessage()).replaceAll(""));
        }
        if (document instanceof ObjectNode object) {
            return object;
        }
        throw Problems.invalid(BODY, "is not a JSON object (expected: an object such as {\"class\": 7})");
    }

    private static GenerationRequest request(JsonObjectReader json) {
        boolean byLabel = json.isString("class");
        if (json.isAbsent("class")) {
            json.missing("class", "a class index or a label");
        }
        GenerationRequest request = new GenerationRequest(
                json.string("model"),
                byLabel ? null : json.integer("class"),
                byLabel ? json.string("class") : null,
                json.integer("count"),
                json.integer("seed"),
                json.integers("seeds"),
                json.string("priority"),
                json.strings("metadata"),
                json.string("start_by"),
                json.string("finish_by"),
                webhook(json.object("webhook")),
                stage(json.object("pivot")),
                stage(json.object("refine")));
        json.refuseOtherFields();
        return request;
    }

    private static GenerationRequest.Webhook webhook(JsonObjectReader json) {
        if (json == null) {
            return null;
        }
        if (json.isAbsent("url")) {
            json.missing("url", "where to send what happened");
        }
        GenerationRequest.Webhook webhook = new GenerationRequest.Webhook(json.string("url"), json.texts("events"));
        json.refuseOtherFields();
        return webhook;
    }

    private static GenerationRequest.Stage stage(JsonObjectReader json) {
        if (json == null) {
            return GenerationRequest.Stage.DEFAULTS;
        }
        GenerationRequest.Stage stage = new GenerationRequest.Stage(
                json.integer("steps"),
                json.number("guidance"),
                json.string("guidance_schedule"),
                json.string("sampler"),
                json.integer("denoising_steps"),
                json.number("temperature"));
        json.refuseOtherFields();
        return stage;
    }

    private static String place(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
