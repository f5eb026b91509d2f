package io.himar.gateway.generation;

import io.himar.gateway.problem.FieldProblem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reads requests whose body is one JSON object, of no more bytes than is allowed. */
@Component
public final class JsonRequests {
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);

    private final GenerationLimits limits;

    JsonRequests(GenerationLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads the body of a request; an empty one is an object without fields.
     *
     * @param example of what is expected
     * @param problems receives what is wrong with its fields
     * @throws org.springframework.web.ErrorResponseException naming the place where the JSON is malformed, or 413 where
     *     there is too much of it
     */
    public JsonObjectReader read(HttpServletRequest request, String example, List<FieldProblem> problems)
            throws IOException {
        byte[] body = RequestBody.read(request, limits.maxBody().toBytes());
        return JsonObjectReader.of(body.length == 0 ? NOTHING : body, example, problems);
    }
}
