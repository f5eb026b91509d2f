package io.himar.gateway.problem;

import java.util.List;
import java.util.OptionalLong;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * The problems this gateway reports, as exceptions that carry their RFC 9457 document.
 *
 * <p>{@code type} is the address of the page of a {@link ProblemType}, {@code detail} a sentence for people, and
 * {@code errors} (where fields are to blame) a list of {@link FieldProblem}.
 */
public final class Problems {

    private Problems() {}

    /** 400: fields of the request are wrong; nothing was written. */
    public static ErrorResponseException invalid(List<FieldProblem> errors) {
        String detail = errors.size() == 1
                ? errors.get(0).field() + ": " + errors.get(0).message()
                : errors.size() + " fields of the request are not valid.";
        return of(ProblemType.INVALID_REQUEST, detail, errors);
    }

    /** 400: one field of the request is wrong; nothing was written. */
    public static ErrorResponseException invalid(String field, String message) {
        return invalid(List.of(new FieldProblem(field, message)));
    }

    /**
     * Ends a request of which something is wrong.
     *
     * @throws ErrorResponseException 400, if there are any errors
     */
    public static void refuseIfAny(List<FieldProblem> errors) {
        if (!errors.isEmpty()) {
            throw invalid(errors);
        }
    }

    /** 401: a key is needed, and the request shows none. */
    public static ErrorResponseException keyMissing() {
        String detail = "This needs an API key: send it as the header Authorization: Bearer KEY.";
        return unauthorized(ProblemType.KEY_MISSING, detail, "");
    }

    /** 401: what the request shows lets nobody in. */
    public static ErrorResponseException invalidKey(String detail) {
        return unauthorized(ProblemType.INVALID_KEY, detail, ", error=\"invalid_token\"");
    }

    private static ErrorResponseException unauthorized(ProblemType type, String detail, String error) {
        ErrorResponseException problem = of(type, detail, List.of());
        problem.getHeaders().set("WWW-Authenticate", "Bearer realm=\"himar\"" + error);
        return problem;
    }

    /** 403: the caller may do other things, but not this. */
    public static ErrorResponseException scopeMissing(String scope) {
        ErrorResponseException problem = of(
                ProblemType.SCOPE_MISSING,
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
        return of(ProblemType.NOT_FOUND, detail, List.of());
    }

    /** 404: a field names something that does not exist. */
    public static ErrorResponseException notFound(String field, String message) {
        return of(ProblemType.NOT_FOUND, field + ": " + message, List.of(new FieldProblem(field, message)));
    }

    /** 409: what was asked for does not go together with how things stand. */
    public static ErrorResponseException conflict(String detail) {
        return of(ProblemType.CONFLICT, detail, List.of());
    }

    /** 413: the body is longer than {@code maxBytes}. */
    public static ErrorResponseException bodyTooLarge(long maxBytes) {
        String detail = "The request body is larger than " + maxBytes + " bytes.";
        return of(ProblemType.BODY_TOO_LARGE, detail, List.of());
    }

    /** 415: the body is encoded, which is not undone here: a small body may become a very large one. */
    public static ErrorResponseException encodedBody(String encoding) {
        ErrorResponseException problem = of(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                "Content-Encoding: '" + encoding + "' (expected: none, or identity)",
                List.of(new FieldProblem("Content-Encoding", "'" + encoding + "' (expected: none, or identity)")));
        problem.getHeaders().set("Accept-Encoding", "identity");
        return problem;
    }

    /** 415: the body says that it is something else than JSON in UTF-8. */
    public static ErrorResponseException notJson(String type) {
        String message = "'" + type + "' (expected: application/json, in UTF-8)";
        return of(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                "Content-Type: " + message,
                List.of(new FieldProblem("Content-Type", message)));
    }

    /**
     * 429: a limit is used up; nothing was written.
     *
     * @param type which kind of limit
     * @param retryAfter in seconds; empty if waiting alone does not help
     */
    public static ErrorResponseException tooMany(ProblemType type, String detail, OptionalLong retryAfter) {
        ErrorResponseException problem = of(type, detail, List.of());
        retryAfter.ifPresent(seconds -> problem.getHeaders().set("Retry-After", Long.toString(seconds)));
        return problem;
    }

    /** 422: the idempotency key was used before with another request. */
    public static ErrorResponseException idempotencyKeyReused(String header, String key) {
        String message = "'" + key + "' was already used for a different request (expected: a new key)";
        return of(
                ProblemType.IDEMPOTENCY_KEY_REUSED,
                header + ": " + message,
                List.of(new FieldProblem(header, message)));
    }

    /** 422: the request is sound, but this deployment cannot finish it; nothing was written. */
    public static ErrorResponseException cannotFinish(List<FieldProblem> errors) {
        String detail = "This deployment cannot finish the request. "
                + errors.get(0).field() + ": " + errors.get(0).message();
        return of(ProblemType.CANNOT_FINISH, detail, errors);
    }

    /** 403: nobody is let in on behalf of the tenant. */
    public static ErrorResponseException tenantDisabled(String tenant) {
        String detail = "The tenant '" + tenant + "' is disabled; ask those who operate this deployment.";
        return of(ProblemType.TENANT_DISABLED, detail, List.of());
    }

    /**
     * 503: so many images of all tenants wait that no more are taken now; nothing was written.
     *
     * @param most images that may wait
     * @param seconds after which there may be room
     */
    public static ErrorResponseException backlogFull(long most, long seconds) {
        String detail = "Too many images wait already (at most " + most + "); try again in " + seconds + " s.";
        ErrorResponseException problem = of(ProblemType.BACKLOG_FULL, detail, List.of());
        problem.getHeaders().set("Retry-After", Long.toString(seconds));
        return problem;
    }

    /** 503: the gateway cannot take this now; the client may try again. */
    public static ErrorResponseException unavailable(String detail) {
        ErrorResponseException problem = of(ProblemType.UNAVAILABLE, detail, List.of());
        problem.getHeaders().set("Retry-After", "2");
        return problem;
    }

    /** 500: nobody foresaw it; the log tells what it was. */
    static ErrorResponseException internalError(String reference) {
        return of(
                ProblemType.INTERNAL_ERROR,
                "The request failed here; the log has it under " + reference + ".",
                List.of());
    }

    /** 403: a web page of another origin asks, by a browser. */
    public static ErrorResponseException originNotAllowed(String origin) {
        return of(
                ProblemType.ORIGIN_NOT_ALLOWED,
                "Web pages of '" + origin + "' may not use this interface, or not so (himar.web.allowed-origins).",
                List.of());
    }

    /** The document of a problem of which only the status is known. */
    static ProblemDetail document(HttpStatusCode status, String detail) {
        return typed(ProblemDetail.forStatusAndDetail(status, detail), "");
    }

    /**
     * Gives a document the type that it has, or that its status stands for.
     *
     * @param root path below which the client reaches the gateway
     */
    static ProblemDetail typed(ProblemDetail document, String root) {
        ProblemType type = ProblemType.of(document);
        document.setType(type.at(root));
        document.setTitle(type.title());
        return document;
    }

    private static ErrorResponseException of(ProblemType type, String detail, List<FieldProblem> errors) {
        ProblemDetail document = ProblemDetail.forStatusAndDetail(type.status(), detail);
        document.setType(type.at(""));
        document.setTitle(type.title());
        if (!errors.isEmpty()) {
            document.setProperty("errors", errors);
        }
        return new ErrorResponseException(type.status(), document, null);
    }
}
