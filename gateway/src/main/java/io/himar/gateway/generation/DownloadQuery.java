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
import java.util.Optional;

/** Whether a picture is to be saved rather than shown. */
final class DownloadQuery {
    private static final String NAME = "download";

    private DownloadQuery() {}

    /** The query parameter in the OpenAPI document. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Parameter(
            in = ParameterIn.QUERY,
            name = NAME,
            description = "true to have it saved rather than shown.",
            schema = @Schema(type = "boolean", defaultValue = "false"))
    @interface Documented {}

    /**
     * Whether it is to be saved.
     *
     * @throws org.springframework.web.ErrorResponseException naming what is not acceptable
     */
    static boolean saved(Map<String, String[]> parameters) {
        List<FieldProblem> problems = new ArrayList<>();
        Optional<String> asked = new QueryValues(parameters, problems).text(NAME);
        asked.filter(text -> !text.equals("true") && !text.equals("false"))
                .ifPresent(text -> problems.add(new FieldProblem(NAME, "'" + text + "' (expected: true or false)")));
        Problems.refuseIfAny(problems);
        return asked.filter("true"::equals).isPresent();
    }
}
