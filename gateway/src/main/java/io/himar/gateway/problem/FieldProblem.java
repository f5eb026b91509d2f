package io.himar.gateway.problem;

import static java.util.Objects.requireNonNull;

/**
 * One thing wrong with one field of a request.
 *
 * @param field path of the field in the request, such as {@code pivot.steps}, or the name of a header or query
 *     parameter
 * @param message what was given and what was expected
 */
public record FieldProblem(String field, String message) {
    public FieldProblem {
        requireNonNull(field, "field");
        requireNonNull(message, "message");
    }
}
