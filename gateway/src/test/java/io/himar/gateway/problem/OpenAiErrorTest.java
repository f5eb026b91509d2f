package io.himar.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.ProblemDetail;

class OpenAiErrorTest {
    @ParameterizedTest
    @CsvSource({
        "400, invalid-request, invalid_request_error, invalid_value",
        "401, key-missing, invalid_request_error, invalid_api_key",
        "401, invalid-key, invalid_request_error, invalid_api_key",
        "403, scope-missing, invalid_request_error, scope_missing",
        "404, not-found, invalid_request_error, not_found",
        "413, body-too-large, invalid_request_error, body_too_large",
        "422, cannot-finish, invalid_request_error, cannot_finish",
        "429, rate-limited, rate_limit_error, rate_limit_exceeded",
        "429, quota-exceeded, insufficient_quota, insufficient_quota",
        "500, internal-error, server_error, internal_error",
        "503, unavailable, server_error, unavailable"
    })
    void a_problem_becomes_an_error_that_clients_of_that_interface_know(
            int status, String problem, String type, String code) {
        OpenAiError error = OpenAiError.of(problem(status, problem));

        assertThat(error.status().value()).isEqualTo(status);
        assertThat(error.type()).isEqualTo(type);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.param()).isNull();
        assertThat(error.message()).isEqualTo("What is wrong.");
    }

    @Test
    void fields_have_the_names_that_the_client_wrote() {
        ProblemDetail problem = problem(400, "invalid-request");
        problem.setProperty(
                "errors",
                List.of(
                        new FieldProblem("count", "11 (expected: 1 to 10)"),
                        new FieldProblem("metadata.user", "long")));

        OpenAiError error = OpenAiError.of(problem);

        assertThat(error.param()).isEqualTo("n");
        assertThat(error.message()).isEqualTo("n: 11 (expected: 1 to 10); user: long");
    }

    private static ProblemDetail problem(int status, String name) {
        ProblemDetail problem = ProblemDetail.forStatus(status);
        problem.setDetail("What is wrong.");
        problem.setType(URI.create("/problems/" + name));
        return problem;
    }
}
