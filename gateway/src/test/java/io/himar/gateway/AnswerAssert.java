package io.himar.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.gateway.problem.ProblemType;
import org.assertj.core.api.AbstractAssert;
import tools.jackson.databind.JsonNode;

/** What is expected of an answer: its status, its headers, or that it is a problem document. */
public final class AnswerAssert extends AbstractAssert<AnswerAssert, HttpCalls.Answer> {
    AnswerAssert(HttpCalls.Answer answer) {
        super(answer, AnswerAssert.class);
    }

    public AnswerAssert isOk() {
        return hasStatus(200);
    }

    public AnswerAssert isAccepted() {
        return hasStatus(202);
    }

    public AnswerAssert hasStatus(int status) {
        assertThat(actual.status()).as("status of %s", described()).isEqualTo(status);
        return this;
    }

    public AnswerAssert hasHeader(String name, String value) {
        assertThat(actual.header(name)).as("%s of %s", name, described()).isEqualTo(value);
        return this;
    }

    public AnswerAssert hasNoHeader(String name) {
        return hasHeader(name, null);
    }

    public AnswerAssert isOfType(String mediaType) {
        assertThat(actual.header("Content-Type")).startsWith(mediaType);
        return this;
    }

    public AnswerAssert isEmpty() {
        assertThat(actual.text()).isEmpty();
        return this;
    }

    public AnswerAssert says(String... parts) {
        assertThat(actual.text()).contains(parts);
        return this;
    }

    /** Whether it is a complete problem document (RFC 9457) of this status and of a type that has a page. */
    public AnswerAssert isProblem(int status) {
        hasStatus(status).isOfType("application/problem+json");
        JsonNode problem = actual.json();
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        String type = problem.path("type").asString("none");
        assertThat(type).matches("(/[^/]+)*/problems/[^/]+");
        assertThat(ProblemType.named(type.substring(type.lastIndexOf('/') + 1))
                        .map(each -> each.status().value()))
                .as("status of the type %s", type)
                .contains(status);
        assertThat(problem.path("title").stringValue()).isNotBlank();
        assertThat(problem.path("detail").stringValue()).isNotBlank();
        return this;
    }

    /** Whether the problem names exactly these fields. */
    public AnswerAssert blames(String... fields) {
        assertThat(actual.json().path("errors").valueStream().map(AnswerAssert::field))
                .as("fields that %s names", described())
                .containsExactly(fields);
        return this;
    }

    /** Whether the problem says this of the one field that it names. */
    public AnswerAssert blames(String field, String message) {
        blames(new String[] {field});
        assertThat(actual.json().path("errors").path(0).path("message").stringValue())
                .isEqualTo(message);
        return this;
    }

    private static String field(JsonNode error) {
        return error.path("field").stringValue();
    }

    private String described() {
        return actual.response().uri() + ": " + actual.text();
    }
}
