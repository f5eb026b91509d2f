package io.himar.gateway.generation;

import io.himar.gateway.problem.FieldProblem;
import io.himar.gateway.problem.Problems;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which images of a generation are to end. */
final class CancelQuery {
    private static final String NAME = "images";
    private static final String ALL = "all";
    private static final String WAITING = "waiting";

    private CancelQuery() {}

    /** The query parameter in the OpenAPI document. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Parameter(
            in = ParameterIn.QUERY,
            name = NAME,
            description = "Which images are to end: all that have not ended, or those that wait to begin.",
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {ALL, WAITING},
                            defaultValue = ALL))
    @interface Documented {}

    /**
     * Whether only the images that wait to begin are to end.
     *
     * @throws org.springframework.web.ErrorResponseException naming what is not acceptable
     */
    static boolean waitingAlone(Map<String, String[]> parameters) {
        List<FieldProblem> problems = new ArrayList<>();
        String which = new QueryValues(parameters, problems).text(NAME).orElse(ALL);
        if (problems.isEmpty() && !List.of(ALL, WAITING).contains(which)) {
            problems.add(new FieldProblem(NAME, "'" + which + "' (expected: " + ALL + " or " + WAITING + ")"));
        }
        if (!problems.isEmpty()) {
            throw Problems.invalid(problems);
        }
        return which.equals(WAITING);
    }
}
