package io.himar.gateway.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * An error in the shape of OpenAI's API, for the paths that are in its shape.
 *
 * @param type invalid_request_error, rate_limit_error or server_error
 * @param param the field that is to blame, or null
 * @param code for programs
 */
public record OpenAiError(HttpStatus status, String message, String type, String param, String code) {
    private static final String PATHS = "/v1/images/";
    private static final String INVALID = "invalid_request_error";
    /** Both type and code where waiting a little does not help. */
    private static final String QUOTA = "insufficient_quota";

    /** Fields of generations, as that API names them. */
    private static final Map<String, String> NAMES = Map.of("class", "prompt", "count", "n", "metadata.user", "user");

    public static OpenAiError of(HttpStatus status, String code, String message) {
        return new OpenAiError(status, message, type(status), null, code);
    }

    /** The same as a problem document says. */
    public static OpenAiError of(ProblemDetail problem) {
        HttpStatus status = HttpStatus.valueOf(problem.getStatus());
        List<FieldProblem> errors = errors(problem);
        String param = errors.isEmpty()
                ? null
                : NAMES.getOrDefault(errors.get(0).field(), errors.get(0).field());
        String message = errors.isEmpty()
                ? problem.getDetail()
                : String.join("; ", errors.stream().map(OpenAiError::sentence).toList());
        String code = code(status, param, problem);
        return new OpenAiError(status, message, code.equals(QUOTA) ? QUOTA : type(status), param, code);
    }

    /** Whether errors of a request are expected in this shape. */
    static boolean isExpected(HttpServletRequest request) {
        return isExpectedAt(request.getServletPath());
    }

    /** Whether errors of a path are expected in this shape. */
    public static boolean isExpectedAt(String path) {
        return path.startsWith(PATHS);
    }

    /** What is sent. */
    public Map<String, Object> document() {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", message);
        error.put("type", type);
        error.put("param", param);
        error.put("code", code);
        return Map.of("error", error);
    }

    private static String sentence(FieldProblem problem) {
        return NAMES.getOrDefault(problem.field(), problem.field()) + ": " + problem.message();
    }

    private static List<FieldProblem> errors(ProblemDetail problem) {
        Object errors =
                problem.getProperties() == null ? null : problem.getProperties().get("errors");
        return errors instanceof List<?> list
                ? list.stream()
                        .filter(FieldProblem.class::isInstance)
                        .map(FieldProblem.class::cast)
                        .toList()
                : List.of();
    }

    private static String type(HttpStatus status) {
        return status == HttpStatus.TOO_MANY_REQUESTS
                ? "rate_limit_error"
                : status.is5xxServerError() ? "server_error" : INVALID;
    }

    private static String code(HttpStatus status, String param, ProblemDetail problem) {
        return switch (status) {
            case UNAUTHORIZED -> "invalid_api_key";
            case NOT_FOUND -> "model".equals(param) ? "model_not_found" : "not_found";
            case TOO_MANY_REQUESTS ->
                ProblemType.of(problem) == ProblemType.QUOTA_EXCEEDED ? QUOTA : "rate_limit_exceeded";
            case BAD_REQUEST -> "invalid_value";
            default -> ProblemType.of(problem).word().replace('-', '_');
        };
    }
}
