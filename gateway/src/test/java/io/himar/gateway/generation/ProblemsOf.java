package io.himar.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.gateway.problem.FieldProblem;
import java.util.List;
import java.util.Map;
import org.springframework.web.ErrorResponseException;

/** Reads back which fields a problem names. */
final class ProblemsOf {
    private ProblemsOf() {}

    static List<FieldProblem> exception(ErrorResponseException problem) {
        assertThat(problem).isNotNull();
        assertThat(problem.getStatusCode().value()).isEqualTo(400);
        Map<String, Object> properties = problem.getBody().getProperties();
        assertThat(properties).isNotNull();
        List<?> errors = (List<?>) properties.get("errors");
        return errors.stream().map(FieldProblem.class::cast).toList();
    }
}
