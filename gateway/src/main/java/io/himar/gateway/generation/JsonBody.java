package io.himar.gateway.generation;

import io.himar.gateway.problem.Problems;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** From the bytes of a request body to one JSON object, refusing whatever is not exactly one. */
final class JsonBody {
    private static final String BODY = "body";

    /** What Jackson adds for those who program with it. */
    private static final Pattern HINTS =
            Pattern.compile(": enable `[^`]*` to allow|, from `[^`]*`| \\(start marker at .*");

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    /**
     * Reads the object.
     *
     * @param example of what is expected
     * @throws org.springframework.web.ErrorResponseException naming the place where the JSON is malformed
     */
    static ObjectNode object(byte[] body, String example) {
        JsonNode document;
        try {
            document = STRICT.readTree(body);
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
        throw Problems.invalid(BODY, "is not a JSON object (expected: an object such as " + example + ")");
    }

    private static String place(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
