package io.himar.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatusCode;

class ProblemTypeTest {
    private static final Path SOURCES = Path.of("src/main/java/io/himar/gateway");

    /** What makes a problem document, or gives it a type. */
    private static final List<String> MAKERS = List.of(
            "ProblemDetail.for", ".setType(", "new ErrorResponseException(", "ResponseStatusException", "urn:himar");

    @Test
    void nothing_makes_a_problem_but_out_of_the_table() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> MAKERS.stream().anyMatch(text(file)::contains))
                            .map(file -> SOURCES.relativize(file).toString()))
                    .containsExactly("problem/Problems.java");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_REQUEST",
        "404, NOT_FOUND",
        "405, METHOD_NOT_ALLOWED",
        "431, REQUEST_HEADER_FIELDS_TOO_LARGE",
        "418, INVALID_REQUEST",
        "500, INTERNAL_ERROR",
        "505, HTTP_VERSION_NOT_SUPPORTED",
        "599, INTERNAL_ERROR",
    })
    void a_problem_of_which_only_the_status_is_known_has_a_type_as_well(int status, ProblemType type) {
        assertThat(ProblemType.of(HttpStatusCode.valueOf(status))).isSameAs(type);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
