package io.himar.gateway.generation;

import io.himar.gateway.problem.FieldProblem;
import io.himar.gateway.problem.Problems;
import io.himar.storage.jobs.JobFilter;
import io.himar.storage.jobs.JobFilter.Standing;
import io.himar.storage.jobs.JobPage;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.Parameters;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.enums.ParameterStyle;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which page of which generations is asked for.
 *
 * @param urls whether pictures are wanted with their signed URLs
 */
record GenerationQuery(JobFilter filter, int limit, Optional<JobPage.Cursor> cursor, boolean urls) {
    private static final int DEFAULT_LIMIT = 20;

    /** The parameters as the OpenAPI document names them; others are refused. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Parameters({
        @Parameter(
                in = ParameterIn.QUERY,
                name = "limit",
                description = "Most generations wanted.",
                schema = @Schema(type = "integer", defaultValue = "20", minimum = "1")),
        @Parameter(
                in = ParameterIn.QUERY,
                name = "cursor",
                description = "Field next_cursor of the page before.",
                schema = @Schema(type = "string")),
        @Parameter(
                in = ParameterIn.QUERY,
                name = "status",
                description = "Only those of this status.",
                schema = @Schema(implementation = Status.class)),
        @Parameter(
                in = ParameterIn.QUERY,
                name = "model",
                description = "Only those of this model.",
                schema = @Schema(type = "string")),
        @Parameter(
                in = ParameterIn.QUERY,
                name = "created_after",
                description = "Only younger ones.",
                schema = @Schema(type = "string", format = "date-time")),
        @Parameter(
                in = ParameterIn.QUERY,
                name = "created_before",
                description = "Only older ones.",
                schema = @Schema(type = "string", format = "date-time")),
        @Parameter(
                in = ParameterIn.QUERY,
                name = "metadata",
                description = "Only those of which this was noted, such as metadata[user]=ada.",
                style = ParameterStyle.DEEPOBJECT,
                explode = Explode.TRUE,
                schema = @Schema(type = "object")),
        @Parameter(
                in = ParameterIn.QUERY,
                name = "include",
                description = "What is left out otherwise: urls, the signed URLs of previews and results.",
                schema = @Schema(type = "string", allowableValues = "urls"))
    })
    @interface Documented {}

    /**
     * Reads the parameters of a request.
     *
     * @throws org.springframework.web.ErrorResponseException naming every one that is wrong
     */
    static GenerationQuery of(Map<String, String[]> parameters, int maxLimit) {
        List<FieldProblem> problems = new ArrayList<>();
        QueryValues values = new QueryValues(parameters, problems);
        JobFilter filter = new JobFilter(
                values.oneOf("status", Status.class).map(GenerationQuery::standing),
                values.text("model"),
                values.time("created_after"),
                values.time("created_before"),
                values.named("metadata"));
        GenerationQuery query = new GenerationQuery(
                filter,
                values.integer("limit", DEFAULT_LIMIT, 1, maxLimit),
                values.cursor(JobPage.Cursor::decode),
                values.text("include").filter(text -> included(text, problems)).isPresent());
        Problems.refuseIfAny(problems);
        return query;
    }

    private static Standing standing(Status status) {
        return status == Status.CANCELED ? Standing.CANCELLED : Standing.valueOf(status.name());
    }

    private static boolean included(String text, List<FieldProblem> problems) {
        if (!text.equals("urls")) {
            problems.add(new FieldProblem("include", "'" + text + "' (expected: urls)"));
        }
        return true;
    }
}
