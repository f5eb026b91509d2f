package io.himar.gateway.problem;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * The problems this gateway reports, as exceptions that carry their RFC 9457 document.
 *
 * <p>{@code type} is a stable {@code urn:himar:problem:NAME} for programs, {@code detail} a sentence for people, and
 * {@code errors} (where fields are to blame) a list of {@link FieldProblem}.
 */
public final class Problems {
    private static final String TYPE = "urn:himar:problem:";

    private Problems() {}

    /** 400: fields of the request are wrong; nothing was written. */
    public static ErrorResponseException invalid(List<FieldProblem> errors) {
        String detail = errors.size() == 1
                ? errors.get(0).field() + ": " + errors.get(0).message()
                : errors.size() + " fields of the request are not valid.";
        return of(HttpStatus.BAD_REQUEST, "invalid-request", "Invalid request", detail, errors);
    }

    /** 400: one field of the request is wrong; nothing was written. */
    public static ErrorResponseException invalid(String field, String message) {
        return invalid(List.of(new FieldProblem(field, message)));
    }

    /** 401: a key is needed, and the request shows none. */
    public static ErrorResponseException keyMissing() {
        String detail = "This needs an API key: send it as the header Authorization: Bearer KEY.";
        return unauthorized("key-missing", "Key missing", detail, "");
    }

    /** 401: what the request shows lets nobody in. */
    public static ErrorResponseException invalidKey(String detail) {
        return unauthorized("invalid-key", "Invalid key", detail, ", error=\"invalid_token\"");
    }

    private static ErrorResponseException unauthorized(String name, String title, String detail, String error) {
        ErrorResponseException problem = of(HttpStatus.UNAUTHORIZED, name, title, detail, List.of());
        problem.getHeaders().set("WWW-Authenticate", "Bearer realm=\"himar\"" + error);
        return problem;
    }

    /** 403: the caller may do other things, but not this. */
    public static ErrorResponseException scopeMissing(String scope) {
        ErrorResponseException problem = of(
                HttpStatus.FORBIDDEN,
                "scope-missing",
                "Scope missing",
                "This needs the scope '" + scope + "', which the key does not have.",
                List.of());
        problem.getHeaders()
                .set(
                        "WWW-Authenticate",
                        "Bearer realm=\"himar\", error=\"insufficient_scope\", scope=\"" + scope + "\"");
        return problem;
    }

    /** 404: the addressed thing does not exist. */
    public static ErrorResponseException notFound(String detail) {
        return of(HttpStatus.NOT_FOUND, "not-found", "Not found", detail, List.of());
    }

    /** 404: a field names something that does not exist. */
    public static ErrorResponseException notFound(String field, String message) {
        return of(
                HttpStatus.NOT_FOUND,
                "not-found",
                "Not found",
                field + ": " + message,
                List.of(new FieldProblem(field, message)));
    }

    /** 409: what was asked for does not go together with how things stand. */
    public static ErrorResponseException conflict(String detail) {
        return of(HttpStatus.CONFLICT, "conflict", "Conflict", detail, List.of());
    }

    /** 413: the body is longer than {@code maxBytes}. */
    public static ErrorResponseException bodyTooLarge(long maxBytes) {
        String detail = "The request body is larger than " + maxBytes + " bytes.";
        return of(HttpStatus.CONTENT_TOO_LARGE, "body-too-large", "Body too large", detail, List.of());
    }

    /** 415: the body is encoded, which is not undone here: a small body may become a very large one. */
    public static ErrorResponseException encodedBody(String encoding) {
        ErrorResponseException problem = of(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "unsupported-media-type",
                "Unsupported media type",
                "Content-Encoding: '" + encoding + "' (expected: none, or identity)",
                List.of(new FieldProblem("Content-Encoding", "'" + encoding + "' (expected: none, or identity)")));
        problem.getHeaders().set("Accept-Encoding", "identity");
        return problem;
    }

    /**
     * 429: a limit is used up; nothing was written.
     *
     * @param retryAfter in seconds; empty if waiting alone does not help
     */
    public static ErrorResponseException tooMany(String name, String detail, OptionalLong retryAfter) {
        ErrorResponseException problem = of(HttpStatus.TOO_MANY_REQUESTS, name, "Limit exceeded", detail, List.of());
        retryAfter.ifPresent(seconds -> problem.getHeaders().set("Retry-After", Long.toString(seconds)));
        return problem;
    }

    /** 422: the idempotency key was used before with another request. */
    public static ErrorResponseException idempotencyKeyReused(String header, String key) {
        String message = "'" + key + "' was already used for a different request (expected: a new key)";
        return of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "idempotency-key-reused",
                "Idempotency key reused",
                header + ": " + message,
                List.of(new FieldProblem(header, message)));
    }

    /** 422: the request is sound, but this deployment cannot finish it; nothing was written. */
    public static ErrorResponseException cannotFinish(List<FieldProblem> errors) {
        String detail = "This deployment cannot finish the request. "
                + errors.get(0).field() + ": " + errors.get(0).message();
        return of(HttpStatus.UNPROCESSABLE_CONTENT, "cannot-finish", "Cannot finish", detail, errors);
    }

    /** 503: the gateway cannot take this now; the client may try again. */
    public static ErrorResponseException unavailable(String detail) {
        ErrorResponseException problem =
                of(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "Unavailable", detail, List.of());
        problem.getHeaders().set("Retry-After", "2");
        return problem;
    }

    static URI type(String name) {
        return URI.create(TYPE + name);
    }

    /** The type of a problem of which only the status is known. */
    static URI type(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        return known == null ? type("status-" + status.value()) : type(name(known));
    }

    private static String name(HttpStatus status) {
        return switch (status) {
            case BAD_REQUEST -> "invalid-request";
            case CONTENT_TOO_LARGE -> "body-too-large";
            case SERVICE_UNAVAILABLE -> "unavailable";
            case INTERNAL_SERVER_ERROR -> "internal-error";
            default -> status.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-');
        };
    }

    private static ErrorResponseException of(
            HttpStatus status, String type, String title, String detail, List<FieldProblem> errors) {
        ProblemDetail document = ProblemDetail.forStatusAndDetail(status, detail);
        document.setType(type(type));
        document.setTitle(title);
        if (!errors.isEmpty()) {
            document.setProperty("errors", errors);
        }
        return new ErrorResponseException(status, document, null);
    }
}
