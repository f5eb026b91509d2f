package io.himar.gateway.problem;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/**
 * All kinds of problems that this gateway reports. The {@code type} of a problem document is the address of the page
 * that says of the kind what it means and what to do; the last part of that address is its name, for programs.
 */
public enum ProblemType {
    INVALID_REQUEST(
            HttpStatus.BAD_REQUEST,
            "Invalid request",
            "The request is not one that the interface knows: a field, a header or a parameter is missing, unknown or"
                    + " out of its range, or the body is no JSON object. Nothing was changed.",
            "Read errors: it names every field that is wrong, what was given and what is expected. Sending the same"
                    + " again gives the same answer."),
    KEY_MISSING(
            HttpStatus.UNAUTHORIZED,
            "Key missing",
            "This gateway lets nobody in without an API key, and the request shows none.",
            "Send your key with each request, as the header Authorization: Bearer KEY. Those who operate the gateway"
                    + " make keys with himar keys create."),
    INVALID_KEY(
            HttpStatus.UNAUTHORIZED,
            "Invalid key",
            "The request shows a key or a token that lets nobody in: it is not known, was revoked, or has expired.",
            "Look whether the key is whole, from himar_ to its last letter. Otherwise ask for a new one; a token has to"
                    + " be fetched again from its issuer."),
    SCOPE_MISSING(
            HttpStatus.FORBIDDEN,
            "Scope missing",
            "The key is known, but not for this: reading takes the scope read, asking for images, cancelling and"
                    + " deleting takes submit, and keys, tenants and workers take admin.",
            "Ask with a key that has the scope that detail names, or have one made."),
    ORIGIN_NOT_ALLOWED(
            HttpStatus.FORBIDDEN,
            "Origin not allowed",
            "A browser asks on behalf of a web page of another origin, which this gateway was not told of.",
            "Have those who operate the gateway add the page's origin to himar.web.allowed-origins, or send the"
                    + " requests from a server of yours."),
    TENANT_DISABLED(
            HttpStatus.FORBIDDEN,
            "Tenant disabled",
            "The key or the token is sound, but nobody is let in on behalf of its tenant at present. What was asked for"
                    + " before goes on.",
            "Ask those who operate the gateway: himar tenants enable lets callers in again."),
    NOT_FOUND(
            HttpStatus.NOT_FOUND,
            "Not found",
            "There is nothing at this address, or nothing of this name: it was never there, was deleted, has expired,"
                    + " or belongs to another tenant.",
            "Look at the id, and at the address: the OpenAPI document describes all of them."),
    METHOD_NOT_ALLOWED(
            HttpStatus.METHOD_NOT_ALLOWED,
            "Method not allowed",
            "The address is there, but does not take this method.",
            "Use one of the methods that the header Allow of the answer names."),
    NOT_ACCEPTABLE(
            HttpStatus.NOT_ACCEPTABLE,
            "Not acceptable",
            "The header Accept of the request admits no form in which this can be answered.",
            "Accept application/json, or text/event-stream where events are asked for. Without the header everything"
                    + " goes."),
    REQUEST_TIMEOUT(
            HttpStatus.REQUEST_TIMEOUT,
            "Request timeout",
            "The request did not arrive whole within the time that the server waits for it.",
            "Send it again. A repetition with the same Idempotency-Key makes nothing twice."),
    CONFLICT(
            HttpStatus.CONFLICT,
            "Conflict",
            "The request is sound, but does not go together with how things stand now.",
            "Read detail: it says what stands against it, and what to do first."),
    BODY_TOO_LARGE(
            HttpStatus.CONTENT_TOO_LARGE,
            "Body too large",
            "The body of the request is longer than this gateway reads. Nothing of it was looked at.",
            "Send less: detail says how many bytes there may be. Those who operate the gateway can change it by"
                    + " himar.generations.max-body."),
    URI_TOO_LONG(
            HttpStatus.URI_TOO_LONG,
            "URI too long",
            "The address of the request, with its query, is longer than the server reads.",
            "Ask for less at once, for example with fewer filters."),
    UNSUPPORTED_MEDIA_TYPE(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            "Unsupported media type",
            "The body is not of a type that is read here: it is no JSON, does not say so, is not in UTF-8, or is"
                    + " compressed.",
            "Send JSON in UTF-8 with the header Content-Type: application/json, and without Content-Encoding."),
    EXPECTATION_FAILED(
            HttpStatus.EXPECTATION_FAILED,
            "Expectation failed",
            "The header Expect of the request asks for something other than 100-continue.",
            "Leave the header out."),
    CANNOT_FINISH(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "Cannot finish",
            "The request is sound, but this deployment cannot finish it in the time that it gives its images, or that"
                    + " the request gives. Nothing was changed.",
            "Ask for fewer steps, for a later deadline, or for another model; detail says what is too much."),
    IDEMPOTENCY_KEY_REUSED(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "Idempotency key reused",
            "The Idempotency-Key was used before, with another request. Nothing was changed.",
            "Take a new key for each new request, and the same key only for repetitions of the same request."),
    RATE_LIMITED(
            HttpStatus.TOO_MANY_REQUESTS,
            "Rate limited",
            "Your tenant has made as many requests as it may for now.",
            "Wait for as many seconds as Retry-After says. RateLimit and RateLimit-Policy tell in each answer how many"
                    + " requests are left."),
    QUOTA_EXCEEDED(
            HttpStatus.TOO_MANY_REQUESTS,
            "Quota exceeded",
            "A quota of your tenant is used up: its images of the day, those that have not ended, its kept pivots, or"
                    + " the bytes that it stores. Nothing was changed.",
            "Where there is a Retry-After, wait for so long. Otherwise delete generations or pivots that are not needed"
                    + " any more, or ask those who operate the gateway for more."),
    REQUEST_HEADER_FIELDS_TOO_LARGE(
            HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
            "Request header fields too large",
            "The headers of the request are longer than the server reads.",
            "Send fewer or shorter headers; often cookies are to blame, which nothing here needs."),
    INTERNAL_ERROR(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "Internal error",
            "Something failed that nobody foresaw. That is a fault of the gateway, not of the request.",
            "Try again with the same Idempotency-Key. If it stays, tell those who operate the gateway the reference in"
                    + " detail: their log has the cause under it."),
    NOT_IMPLEMENTED(
            HttpStatus.NOT_IMPLEMENTED,
            "Not implemented",
            "The request uses a part of HTTP that the server does not have, such as an unknown Transfer-Encoding.",
            "Send the body as usual, with its Content-Length or in chunks."),
    UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE,
            "Unavailable",
            "The gateway cannot take this at the moment: something that it needs is away, or it has as much to do as it"
                    + " can. Nothing was changed.",
            "Try again after as many seconds as Retry-After says, with the same Idempotency-Key."),
    BACKLOG_FULL(
            HttpStatus.SERVICE_UNAVAILABLE,
            "Backlog full",
            "So many images of all tenants wait for a worker that no more are taken now. Nothing was changed.",
            "Try again after as many seconds as Retry-After says, which follows from the pace of the queue, with the"
                    + " same Idempotency-Key. Who operates the gateway sets the limit by himar.backlog.max-images."),
    HTTP_VERSION_NOT_SUPPORTED(
            HttpStatus.HTTP_VERSION_NOT_SUPPORTED,
            "HTTP version not supported",
            "The request is of a version of HTTP that the server does not speak.",
            "Speak HTTP/1.1.");

    /** Where the pages are. */
    public static final String PATH = "/problems";

    private final HttpStatus status;
    private final String title;
    private final String meaning;
    private final String remedy;

    ProblemType(HttpStatus status, String title, String meaning, String remedy) {
        this.status = status;
        this.title = title;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** The kind of a name. */
    public static Optional<ProblemType> named(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    /** The kind of a document: what it says itself, or else what its status says. */
    static ProblemType of(ProblemDetail problem) {
        String type = problem.getType() == null ? "" : problem.getType().toString();
        return named(type.substring(type.lastIndexOf('/') + 1))
                .orElseGet(() -> of(HttpStatusCode.valueOf(problem.getStatus())));
    }

    /** The kind of a problem of which only the status is known. */
    static ProblemType of(HttpStatusCode status) {
        return Arrays.stream(values())
                .filter(type -> type.status.value() == status.value())
                .findFirst()
                .orElse(status.is5xxServerError() ? INTERNAL_ERROR : INVALID_REQUEST);
    }

    /** Its name, such as {@code invalid-request}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public HttpStatus status() {
        return status;
    }

    String title() {
        return title;
    }

    /** What has happened, in a sentence or two. */
    String meaning() {
        return meaning;
    }

    /** What whoever sees it can do. */
    String remedy() {
        return remedy;
    }

    /**
     * The address of its page.
     *
     * @param root path below which the client reaches the gateway; empty if there is none
     */
    URI at(String root) {
        return URI.create(root + PATH + "/" + word());
    }
}
