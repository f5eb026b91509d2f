package io.himar.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.himar.gateway.problem.FieldProblem;
import io.himar.storage.jobs.Motif;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.ErrorResponseException;

/** Requests for a model that reads up to six tokens, one of which marks the beginning. */
class PromptsTest {
    private static final Path TEXTS = Path.of("src/test/resources/text-models");
    private static final Path DIGITS = Path.of("src/test/resources/models");

    private final GenerationRequestReader reader = new GenerationRequestReader();
    private final GenerationPlanner texts = GenerationPlannerTest.planner(TEXTS);
    private final GenerationPlanner digits = GenerationPlannerTest.planner(DIGITS);

    @Test
    void a_prompt_is_what_the_images_show() {
        assertThat(plan("{'prompt': 'Red circle, blue square.'}").motif())
                .isEqualTo(new Motif.OfText("Red circle, blue square."));
    }

    @Test
    void an_empty_prompt_leaves_it_to_the_model() {
        assertThat(plan("{'prompt': ''}").motif()).isEqualTo(new Motif.OfText(""));
    }

    @Test
    void composed_and_decomposed_letters_are_the_same_prompt() {
        assertThat(plan("{'prompt': 'rose\u0301'}").motif()).isEqualTo(new Motif.OfText("ros\u00e9"));
    }

    @Test
    void a_prompt_that_fills_the_context_is_taken_and_one_with_a_token_more_is_refused_and_not_cut() {
        assertThat(plan("{'prompt': 'red red red red red'}").motif())
                .isEqualTo(new Motif.OfText("red red red red red"));
        assertThat(problems(texts, "{'prompt': 'red red red red red red'}"))
                .containsExactly(new FieldProblem(
                        "prompt",
                        "'red red red red red red': 7 tokens (expected: at most 6, those for beginning and end"
                                + " included; shorten the text)"));
    }

    @Test
    void a_prompt_of_very_many_characters_is_refused_before_it_is_read() {
        assertThat(problems(texts, "{'prompt': '" + "-".repeat(2001) + "'}"))
                .containsExactly(new FieldProblem("prompt", "2001 characters (expected: 2000 at most)"));
        assertThat(plan("{'prompt': '" + "-".repeat(2000) + "'}").motif().label())
                .hasSize(2000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "red\\u0007", "\\ud800 circle"})
    void what_no_text_has_is_refused(String prompt) {
        assertThat(problems(texts, "{'prompt': '" + prompt + "'}"))
                .containsExactly(new FieldProblem(
                        "prompt", "a text with control characters (expected: none but tabs and ends of lines)"));
    }

    @Test
    void lines_and_tabs_are_part_of_a_text() {
        assertThat(plan("{'prompt': 'red\\ncircle\\t'}").motif()).isEqualTo(new Motif.OfText("red\ncircle\t"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {'class': 7}                  | 7
            {'class': 'red'}              | 'red'
            {'class': 0, 'prompt': 'red'} | 0
            """)
    void a_class_is_refused_by_a_model_that_draws_texts(String body, String shown) {
        assertThat(problems(texts, body))
                .containsExactly(new FieldProblem(
                        "class", shown + " (expected: none: model texts draws what a text says, send prompt)"));
    }

    @Test
    void a_prompt_is_refused_by_a_model_that_draws_classes() {
        FieldProblem refused =
                new FieldProblem("prompt", "'red' (expected: none: model digits draws classes, send class)");
        assertThat(problems(digits, "{'prompt': 'red'}")).containsExactly(refused);
        assertThat(problems(digits, "{'prompt': 'red', 'class': 1}")).containsExactly(refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'class': null, 'prompt': null}"})
    void what_is_missing_is_named_as_the_model_calls_it(String body) {
        assertThat(problems(digits, body))
                .containsExactly(new FieldProblem("class", "is missing (expected: a class index or a label)"));
        assertThat(problems(texts, body))
                .containsExactly(
                        new FieldProblem("prompt", "is missing (expected: a text, model texts draws what it says)"));
    }

    @Test
    void what_is_missing_is_named_even_where_the_model_is_not_known() {
        assertThat(problems(texts, "{'model': 'other'}"))
                .extracting(FieldProblem::field)
                .containsExactly("model", "class");
    }

    @Test
    void the_same_key_with_another_prompt_is_another_request() {
        assertThat(IdempotencyKeys.of("key", read("{'prompt': 'red'}")))
                .isEqualTo(IdempotencyKeys.of("key", read("{ 'prompt':'red' }")))
                .isNotEqualTo(IdempotencyKeys.of("key", read("{'prompt': 'blue'}")))
                .isNotEqualTo(Optional.empty());
    }

    @Test
    void the_library_that_reads_clips_tokenizers_comes_with_the_gateway() {
        ClassLoader loader = getClass().getClassLoader();
        assertThatCode(() -> Class.forName("ai.djl.huggingface.tokenizers.HuggingFaceTokenizer", false, loader))
                .doesNotThrowAnyException();
    }

    private GenerationPlan plan(String body) {
        List<FieldProblem> problems = new ArrayList<>();
        return texts.plan("local", read(body, problems), problems);
    }

    private GenerationRequest read(String body) {
        return read(body, new ArrayList<>());
    }

    private GenerationRequest read(String body, List<FieldProblem> problems) {
        // A quote is an apostrophe here, as the tests of the planner write JSON.
        return reader.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), problems);
    }

    private List<FieldProblem> problems(GenerationPlanner planner, String body) {
        List<FieldProblem> problems = new ArrayList<>();
        return ProblemsOf.exception(catchThrowableOfType(
                ErrorResponseException.class, () -> planner.plan("local", read(body, problems), problems)));
    }
}
