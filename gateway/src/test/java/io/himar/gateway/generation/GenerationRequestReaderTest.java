package io.himar.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.gateway.problem.FieldProblem;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.ErrorResponseException;

class GenerationRequestReaderTest {
    private final GenerationRequestReader reader = new GenerationRequestReader();

    @Test
    void a_class_alone_is_a_request() {
        GenerationRequest request = read("{\"class\": 7}");

        assertThat(request.classId()).isEqualTo(integer(7));
        assertThat(request.label()).isNull();
        assertThat(request.count()).isNull();
        assertThat(request.pivot()).isEqualTo(GenerationRequest.Stage.DEFAULTS);
    }

    @Test
    void every_field_is_read() {
        GenerationRequest request = read("""
                {"model": "digits", "class": "seven", "prompt": "a red circle", "count": 2, "seed": 9007199254740991, "seeds": [3, 4],
                 "draft": true, "keep_pivot": false, "pivots": ["a"],
                 "priority": "urgent", "metadata": {"user": "ada"}, "start_by": "10m", "finish_by": "2026-03-01T12:00:00Z",
                 "webhook": {"url": "https://example.org/hook", "events": ["generation.failed"]},
                 "pivot": {"steps": 4, "guidance": 2.5, "guidance_schedule": "linear", "sampler": "ddim",
                           "denoising_steps": 10, "temperature": 0.9, "last_denoising_steps": 5,
                           "unguided_below": 1.2, "order": "checkerboard", "guidance_refresh": 3},
                 "preset": "fast",
                 "refine": {"steps": 2}}""");

        assertThat(request)
                .isEqualTo(new GenerationRequest(
                        "digits",
                        null,
                        "seven",
                        "a red circle",
                        integer(2),
                        integer(9007199254740991L),
                        List.of(integer(3), integer(4)),
                        true,
                        false,
                        List.of("a"),
                        "urgent",
                        Map.of("user", "ada"),
                        "10m",
                        "2026-03-01T12:00:00Z",
                        new GenerationRequest.Webhook("https://example.org/hook", List.of("generation.failed")),
                        "fast",
                        new GenerationRequest.Stage(
                                integer(4),
                                2.5,
                                "linear",
                                "ddim",
                                integer(10),
                                0.9,
                                integer(5),
                                1.2,
                                "checkerboard",
                                integer(3)),
                        new GenerationRequest.Stage(integer(2), null, null, null, null, null, null, null, null, null)));
    }

    @Test
    void all_unknown_fields_are_named_at_once() {
        assertThat(problems("{\"class\": 1, \"clas\": 2, \"pivot\": {\"step\": 3}}"))
                .extracting(FieldProblem::field)
                .containsExactly("pivot.step", "clas");
    }

    @Test
    void a_name_in_the_old_style_is_answered_with_the_new_one() {
        assertThat(problems("{\"class\": 1, \"pivot\": {\"denoisingSteps\": 3, \"guidanceSchedule\": \"linear\"}}"))
                .containsExactly(
                        new FieldProblem(
                                "pivot.denoisingSteps",
                                "is not a known field (expected: denoising_steps; names are in snake_case)"),
                        new FieldProblem(
                                "pivot.guidanceSchedule",
                                "is not a known field (expected: guidance_schedule; names are in snake_case)"));
    }

    @Test
    void values_of_a_wrong_type_are_named_and_never_converted() {
        assertThat(problems("{\"class\": true, \"count\": \"4\", \"seed\": 1.0, \"model\": 5, \"refine\": []}"))
                .extracting(FieldProblem::field)
                .containsExactly("model", "class", "count", "seed", "refine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"class\": 7",
                "[]",
                "7",
                "null",
                "{\"class\": 1} {}",
                "{\"class\": 1, \"class\": 2}",
                "{'class': 1}",
                "{\"class\": NaN}",
                "\u0000"
            })
    void what_is_not_one_json_object_is_refused_as_body(String body) {
        assertThat(problems(body)).extracting(FieldProblem::field).containsExactly("body");
    }

    @Test
    void malformed_json_is_explained_to_clients_not_to_those_who_program_with_the_parser() {
        assertThat(problems("{\"class\": NaN}"))
                .containsExactly(
                        new FieldProblem("body", "malformed JSON at line 1, column 14: Non-standard token 'NaN'"));
        assertThat(problems("{\"class\": " + "9".repeat(2000) + "}").get(0).message())
                .endsWith("Number value length (2000) exceeds the maximum allowed (1000)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"class\": 1} {}",
                "{\"class\": 1, \"class\": 2}",
                "{\"class\": \u0001}",
                "{\"class\": \"\u0001\"}",
                "{\"class\": truth}",
                "{\"class\": 1e99999999999}",
                "{",
                "[[",
                "{\"\\x\": 1}"
            })
    void nobody_learns_from_a_message_which_library_reads_it(String body) {
        assertThat(problems(body).get(0).message())
                .doesNotContain("jackson", "`", "Feature", "JsonNode", "Constraints");
    }

    @Test
    void a_deeply_nested_document_is_refused() {
        assertThat(problems("[".repeat(50_000))).extracting(FieldProblem::field).containsExactly("body");
    }

    private static BigInteger integer(long value) {
        return BigInteger.valueOf(value);
    }

    private GenerationRequest read(String body) {
        List<FieldProblem> problems = new ArrayList<>();
        GenerationRequest request = reader.read(body.getBytes(StandardCharsets.UTF_8), problems);
        assertThat(problems).isEmpty();
        return request;
    }

    private List<FieldProblem> problems(String body) {
        List<FieldProblem> problems = new ArrayList<>();
        try {
            reader.read(body.getBytes(StandardCharsets.UTF_8), problems);
        } catch (ErrorResponseException malformed) {
            return ProblemsOf.exception(malformed);
        }
        return problems;
    }
}
