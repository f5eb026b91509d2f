package io.himar.gateway.generation;

import io.himar.gateway.problem.FieldProblem;
import java.util.List;
import org.springframework.stereotype.Component;

/** From the bytes of a request body to a {@link GenerationRequest}, refusing whatever is not exactly one. */
@Component
final class GenerationRequestReader {
    /**
     * Reads a request. What is wrong of a field is added to the problems, and the field then counts as absent, so that
     * the others can be checked all the same.
     *
     * @param problems receives every field that is unknown, missing or of a wrong type
     * @throws org.springframework.web.ErrorResponseException naming the place where the JSON is malformed
     */
    GenerationRequest read(byte[] body, List<FieldProblem> problems) {
        return request(JsonObjectReader.of(body, "{\"class\": 7}", problems));
    }

    /** Reads what a pivot is to be refined with; an empty body asks for nothing in particular. */
    GenerationRequest readRefinement(byte[] body, String pivot, List<FieldProblem> problems) {
        byte[] object = body.length == 0 ? new byte[] {'{', '}'} : body;
        JsonObjectReader json = JsonObjectReader.of(object, "{\"seeds\": [1, 2]}", problems);
        GenerationRequest request = new GenerationRequest(
                null,
                null,
                null,
                null,
                json.integer("count"),
                json.integer("seed"),
                json.integers("seeds"),
                null,
                null,
                List.of(pivot),
                json.string("priority"),
                json.strings("metadata"),
                json.string("start_by"),
                json.string("finish_by"),
                webhook(json.object("webhook")),
                json.string("preset"),
                GenerationRequest.Stage.DEFAULTS,
                stage(json.object("refine")));
        json.refuseOtherFields();
        return request;
    }

    private static GenerationRequest request(JsonObjectReader json) {
        boolean byLabel = json.isString("class");
        GenerationRequest request = new GenerationRequest(
                json.string("model"),
                byLabel ? null : json.integer("class"),
                byLabel ? json.string("class") : null,
                json.string("prompt"),
                json.integer("count"),
                json.integer("seed"),
                json.integers("seeds"),
                json.truth("draft"),
                json.truth("keep_pivot"),
                json.texts("pivots"),
                json.string("priority"),
                json.strings("metadata"),
                json.string("start_by"),
                json.string("finish_by"),
                webhook(json.object("webhook")),
                json.string("preset"),
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
                json.number("temperature"),
                json.integer("last_denoising_steps"),
                json.number("unguided_below"),
                json.string("order"),
                json.integer("guidance_refresh"));
        json.refuseOtherFields();
        return stage;
    }
}
