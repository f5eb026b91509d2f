package io.himar.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.himar.gateway.problem.FieldProblem;
import io.himar.gateway.webhook.Destinations;
import io.himar.gateway.webhook.WebhookSettings;
import io.himar.gateway.webhook.WebhookUrls;
import io.himar.model.ModelConfig;
import io.himar.model.Preset;
import io.himar.model.StageSampling;
import io.himar.model.catalog.ModelCatalog;
import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.TokenOrder;
import io.himar.service.models.PromptTokenizers;
import io.himar.storage.jobs.DeadlinesAsked;
import io.himar.storage.jobs.Due;
import io.himar.storage.jobs.Motif;
import io.himar.storage.jobs.NewJob;
import io.himar.storage.jobs.Priority;
import io.himar.storage.webhooks.JobWebhook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponseException;

class GenerationPlannerTest {
    private static final Path MODELS = Path.of("src/test/resources/models");

    private final GenerationRequestReader reader = new GenerationRequestReader();
    private final GenerationPlanner planner = planner(MODELS);

    @Test
    void what_a_request_leaves_open_comes_from_the_model() {
        GenerationPlan plan = plan("{'class': 2}");

        assertThat(plan.model()).isEqualTo("digits");
        assertThat(plan.motif()).isEqualTo(new Motif.OfClass(2, "two"));
        assertThat(plan.seeds())
                .singleElement()
                .satisfies(seed -> assertThat(seed).isBetween(0L, Seeds.MAX));
        assertThat(plan.priority()).isEqualTo(Priority.NORMAL);
        assertThat(plan.metadata()).isEmpty();
        assertThat(plan.pivot())
                .isEqualTo(new StageSampling(8, 2.5f, GuidanceSchedule.LINEAR, SamplerKind.DDIM, 25, 1));
    }

    @Test
    void a_preset_gives_the_settings_of_both_stages_that_are_not_given() {
        ModelConfig model = ModelCatalog.read(MODELS).find("digits").orElseThrow();
        GenerationPlan plan =
                plan("{'class': 2, 'preset': 'fast', 'refine': {'guidance': 3, 'order': 'checkerboard'}}");

        assertThat(plan.pivot()).isEqualTo(model.sampling(Preset.FAST).pivot());
        StageSampling refine = model.sampling(Preset.FAST).refine();
        assertThat(plan.refine().guidance()).isEqualTo(3);
        assertThat(plan.refine().order()).isEqualTo(TokenOrder.CHECKERBOARD);
        assertThat(plan.refine().steps()).isEqualTo(refine.steps());
        assertThat(plan.refine().lastDenoisingSteps()).isEqualTo(refine.lastDenoisingSteps());
        assertThat(plan("{'class': 2, 'preset': 'exact'}").pivot())
                .isEqualTo(model.sampling().pivot());
        assertThat(problems(planner, "{'class': 2, 'preset': 'turbo'}"))
                .containsExactly(new FieldProblem("preset", "'turbo' (expected: one of exact, balanced, fast)"));
    }

    @Test
    void what_may_be_left_out_is_checked_against_the_other_settings() {
        assertThat(problems(planner, """
                {'class': 2, 'pivot': {'denoising_steps': 10, 'last_denoising_steps': 11, 'unguided_below': 0.9,
                 'order': 'spiral', 'guidance_refresh': 0}}"""))
                .containsExactly(
                        new FieldProblem("pivot.last_denoising_steps", "11 (expected: 2 to 10)"),
                        new FieldProblem("pivot.unguided_below", "0.9 (expected: 1 to 20)"),
                        new FieldProblem("pivot.order", "'spiral' (expected: one of random, checkerboard)"),
                        new FieldProblem("pivot.guidance_refresh", "0 (expected: 1 to 1000)"));
    }

    @Test
    void other_denoising_steps_than_the_models_do_not_fall_unless_the_models_do() {
        assertThat(plan("{'class': 2, 'pivot': {'denoising_steps': 50}}")
                        .pivot()
                        .exact())
                .isTrue();
        StageSampling fast = plan("{'class': 2, 'preset': 'fast', 'pivot': {'denoising_steps': 50}}")
                .pivot();
        assertThat(fast.denoisingSteps()).isEqualTo(50);
        assertThat(fast.lastDenoisingSteps()).isEqualTo(4);
    }

    @Test
    void the_work_of_steps_that_fall_is_less_and_old_settings_are_kept_as_they_were() {
        NewJob exact = job("{'class': 2}");
        NewJob falling = job("{'class': 2, 'pivot': {'last_denoising_steps': 5}}");

        assertThat(falling.demand().pivotCost()).isLessThan(exact.demand().pivotCost());
        // 8 steps: 25, 15, 9 and 5 denoising steps, twice each.
        assertThat(falling.demand().pivotCost()).isEqualTo(8 + 2 * (25 + 15 + 9 + 5));
        assertThat(exact.pivot().getLastDenoisingSteps()).isZero();
        assertThat(falling.pivot().getLastDenoisingSteps()).isEqualTo(5);
        assertThat(Samplings.of(falling.pivot()))
                .hasValueSatisfying(
                        kept -> assertThat(kept.lastDenoisingSteps()).isEqualTo(5));
    }

    @Test
    void how_often_guidance_is_refreshed_is_kept_where_it_is_not_always() {
        assertThat(job("{'class': 2, 'refine': {'guidance_refresh': 1}}")
                        .refine()
                        .getGuidanceRefresh())
                .as("as jobs are kept that say nothing of it")
                .isZero();
        NewJob seldom = job("{'class': 2, 'refine': {'guidance_refresh': 4}}");
        assertThat(seldom.refine().getGuidanceRefresh()).isEqualTo(4);
        assertThat(seldom.pivot().getGuidanceRefresh()).isZero();
        assertThat(Samplings.of(seldom.refine()))
                .hasValueSatisfying(kept -> assertThat(kept.guidanceRefresh()).isEqualTo(4));
    }

    private NewJob job(String request) {
        return plan(request).job(UUID.randomUUID(), "acme", DeadlinesAsked.NONE, Optional.empty());
    }

    @Test
    void a_label_names_its_class() {
        assertThat(plan("{'class': 'one'}").motif()).isEqualTo(new Motif.OfClass(1, "one"));
    }

    @Test
    void an_index_may_be_a_string_too() {
        assertThat(plan("{'class': '2'}").motif()).isEqualTo(new Motif.OfClass(2, "two"));
    }

    @Test
    void a_string_that_is_the_label_of_one_class_and_the_index_of_another_is_refused(@TempDir Path directory)
            throws Exception {
        GenerationPlanner numbers = labelled(directory, "0", "2", "10");

        assertThat(problems(numbers, "{'class': '2'}"))
                .containsExactly(new FieldProblem(
                        "class",
                        "'2' means more than one class of model digits (expected: 'label:2' for class 1, labelled '2';"
                                + " or 'index:2' for class 2, labelled '10')"));
        assertThat(plan(numbers, "{'class': 2}").motif().label()).isEqualTo("10");
        assertThat(plan(numbers, "{'class': 'label:2'}").motif().label()).isEqualTo("2");
    }

    @Test
    void a_label_is_found_in_composed_and_in_decomposed_letters(@TempDir Path directory) throws Exception {
        GenerationPlanner drinks = labelled(directory, "th\u00e9", "cafe\u0301", "eau");

        assertThat(plan(drinks, "{'class': 'caf\u00e9'}").motif()).isEqualTo(new Motif.OfClass(1, "cafe\u0301"));
        assertThat(plan(drinks, "{'class': 'the\u0301'}").motif()).isEqualTo(new Motif.OfClass(0, "th\u00e9"));
    }

    @Test
    void names_of_samplers_and_schedules_are_read_in_lower_and_upper_case() {
        GenerationPlan plan =
                plan("{'class': 0, 'pivot': {'sampler': 'ddpm'}, 'refine': {'guidance_schedule': 'LINEAR'}}");

        assertThat(plan.pivot().sampler()).isEqualTo(SamplerKind.DDPM);
        assertThat(plan.refine().guidanceSchedule()).isEqualTo(GuidanceSchedule.LINEAR);
    }

    @Test
    void values_at_the_limits_are_admitted() {
        GenerationPlan plan = plan("""
                {'class': 0, 'count': 10, 'seed': 9007199254740982, 'pivot': {'steps': 16, 'guidance': 20,
                 'sampler': 'ddpm', 'denoising_steps': 1000, 'temperature': 2}, 'refine': {'steps': 64, 'guidance': 0, 'denoising_steps': 2}}""");

        assertThat(plan.seeds()).hasSize(10).endsWith(Seeds.MAX);
        assertThat(plan.refine().steps()).isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'class': 3};class",
                "{'class': -1};class",
                "{'class': 'seven'};class",
                "{'class': 0, 'model': 'letters'};model",
                "{'class': 0, 'count': 0};count",
                "{'class': 0, 'count': 11};count",
                "{'class': 0, 'seed': -1};seed",
                "{'class': 0, 'seed': 9007199254740991, 'count': 2};seed",
                "{'class': 0, 'pivot': {'steps': 0}};pivot.steps",
                "{'class': 0, 'pivot': {'steps': 17}};pivot.steps",
                "{'class': 0, 'refine': {'steps': 65}};refine.steps",
                "{'class': 0, 'pivot': {'guidance': 1000}};pivot.guidance",
                "{'class': 0, 'refine': {'guidance': -0.1}};refine.guidance",
                "{'class': 0, 'refine': {'guidance': 1e999}};refine.guidance",
                "{'class': 0, 'refine': {'guidance_schedule': 'cosine'}};refine.guidance_schedule",
                "{'class': 0, 'pivot': {'sampler': 'euler'}};pivot.sampler",
                "{'class': 0, 'pivot': {'denoising_steps': 1}};pivot.denoising_steps",
                "{'class': 0, 'pivot': {'denoising_steps': 4294967296}};pivot.denoising_steps",
                "{'class': 0, 'pivot': {'temperature': 2.5}};pivot.temperature"
            },
            quoteCharacter = '"')
    void a_value_out_of_range_is_named(String body, String field) {
        assertThat(problems(body)).extracting(FieldProblem::field).containsExactly(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'class': 99999999999999999999;class;0 to 2",
                "'class': 0, 'count': 99999999999999999999;count;1 to 10",
                "'class': 0, 'seed': 99999999999999999999;seed;0 to 9007199254740991",
                "'class': 0, 'pivot': {'steps': 99999999999999999999};pivot.steps;1 to 16",
                "'class': 0, 'refine': {'denoising_steps': 99999999999999999999};refine.denoising_steps;2 to 995 with dpm_solver_pp_2m"
            },
            quoteCharacter = '"')
    void an_integer_that_no_long_holds_is_answered_with_the_range(String fields, String field, String range) {
        assertThat(problems("{" + fields + "}"))
                .containsExactly(new FieldProblem(field, "99999999999999999999 (expected: " + range + ")"));
    }

    @Test
    void a_long_value_is_shown_by_its_beginning() {
        assertThat(problems("{'class': '" + "x".repeat(3000) + "'}").get(0).message())
                .startsWith("'xxx")
                .contains("xxx... (expected: ")
                .hasSizeLessThan(500);
    }

    @Test
    void all_values_out_of_range_are_named_at_once() {
        assertThat(problems("{'class': 9, 'count': 0, 'pivot': {'steps': 99}}"))
                .containsExactly(
                        new FieldProblem("count", "0 (expected: 1 to 10)"),
                        new FieldProblem("class", "9 (expected: 0 to 2)"),
                        new FieldProblem("pivot.steps", "99 (expected: 1 to 16)"));
    }

    @Test
    void every_field_that_is_wrong_is_named_whether_by_its_type_its_value_or_its_name() {
        assertThat(problems("{'class': 'nine', 'count': '4', 'seeds': [1], 'seed': 2, 'model': 5, 'priority': 'now',"
                        + " 'colour': 1, 'pivot': {'steps': 99, 'guidance': 'x', 'sampler': 'euler'}}"))
                .extracting(FieldProblem::field)
                .containsExactly(
                        "model",
                        "count",
                        "pivot.guidance",
                        "colour",
                        "seed",
                        "priority",
                        "class",
                        "pivot.sampler",
                        "pivot.steps");
    }

    @Test
    void what_does_not_depend_on_the_model_is_checked_also_while_the_model_is_not_known() {
        assertThat(problems("{'class': 0, 'model': 'letters', 'count': 0, 'pivot': {'guidance': 99, 'steps': 3},"
                        + " 'refine': {'sampler': 'ddpm', 'denoising_steps': 1001, 'steps': 0}}"))
                .extracting(FieldProblem::field)
                .containsExactly("count", "model", "pivot.guidance", "refine.steps", "refine.denoising_steps");
    }

    @Test
    void a_list_of_seeds_gives_an_image_for_each() {
        assertThat(plan("{'class': 0, 'seeds': [9007199254740991, 0, 5]}").seeds())
                .containsExactly(9007199254740991L, 0L, 5L);
        assertThat(plan("{'class': 0, 'seeds': [5, 5], 'count': 2}").seeds()).containsExactly(5L, 5L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'seeds': [];seeds;0 seeds (expected: 1 to 10)",
                "'seeds': [1,2,3,4,5,6,7,8,9,10,11];seeds;11 seeds (expected: 1 to 10)",
                "'seeds': [1, 2], 'count': 3;count;3 (expected: 2 for so many seeds, or nothing)",
                "'seeds': [1], 'seed': 3;seed;3 (expected: either seed or seeds)",
                "'seeds': [1, -1];seeds[1];-1 (expected: 0 to 9007199254740991)",
                "'seeds': [1, 2.5];seeds[1];2.5 (expected: an integer)",
                "'seeds': 7;seeds;7 (expected: a list of integers)",
                "'priority': 'now';priority;'now' (expected: one of urgent, normal, background)",
                "'metadata': [];metadata;[] (expected: an object of strings)",
                "'metadata': {'user': 7};metadata.user;7 (expected: a string)",
                "'metadata': {'': 'x'};metadata;the name '' (expected: 64 printable characters at most)",
                "'metadata': {'a': 'x\\u0000'};metadata.a;2 characters (expected: 512 at most, without control characters)",
                "'metadata': {'a': '\\ud83d'};metadata.a;1 characters (expected: 512 at most, without control characters)"
            },
            quoteCharacter = '"')
    void seeds_priority_and_metadata_that_are_wrong_are_named(String fields, String field, String message) {
        assertThat(problems("{'class': 0, " + fields + "}")).containsExactly(new FieldProblem(field, message));
    }

    @Test
    void deadlines_are_times_or_times_from_now() {
        DeadlinesAsked times = plan("{'class': 0, 'start_by': '2026-03-01T12:00:00+01:00', 'finish_by': 'PT90S'}")
                .deadlines();
        assertThat(times.start()).contains(new Due.At(Instant.parse("2026-03-01T11:00:00Z")));
        assertThat(times.finish()).contains(new Due.Within(Duration.ofSeconds(90)));

        DeadlinesAsked brief =
                plan("{'class': 0, 'start_by': '10m', 'finish_by': '1d'}").deadlines();
        assertThat(brief.start()).contains(new Due.Within(Duration.ofMinutes(10)));
        assertThat(brief.finish()).contains(new Due.Within(Duration.ofDays(1)));
        assertThat(plan("{'class': 0}").deadlines()).isEqualTo(DeadlinesAsked.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "soon",
                "10",
                "-5m",
                "0s",
                "PT-1S",
                "P",
                "2026-03-01",
                "2026-03-01T12:00:00",
                "99999d",
                "+99999-01-01T00:00:00Z",
                "999999999999m",
                "PT9999999999999999999S"
            })
    void a_deadline_that_is_neither_is_named(String text) {
        assertThat(problems("{'class': 0, 'start_by': '" + text + "'}"))
                .extracting(FieldProblem::field)
                .containsExactly("start_by");
    }

    @Test
    void metadata_are_bounded_in_number_and_length() {
        String most = IntStream.range(0, 16)
                .mapToObj(i -> "'%s': '%s'".formatted("k".repeat(62) + (10 + i), "v".repeat(512)))
                .collect(Collectors.joining(", "));

        assertThat(plan("{'class': 0, 'metadata': {" + most + "}}").metadata()).hasSize(16);
        assertThat(problems("{'class': 0, 'metadata': {" + most + ", 'k': 'v'}}"))
                .containsExactly(new FieldProblem("metadata", "17 entries (expected: at most 16)"));
        assertThat(plan("{'class': 0, 'metadata': {'k': '" + "\ud83e\udd8a".repeat(512) + "'}}"))
                .isNotNull();
        assertThat(problems("{'class': 0, 'metadata': {'k': '" + "v".repeat(513) + "'}}"))
                .extracting(FieldProblem::field)
                .containsExactly("metadata.k");
    }

    @Test
    void denoising_steps_are_limited_by_the_sampler_that_is_asked_for() {
        assertThat(problems("{'class': 0, 'pivot': {'sampler': 'ddim', 'denoising_steps': 996}}"))
                .containsExactly(new FieldProblem("pivot.denoising_steps", "996 (expected: 2 to 995 with ddim)"));
        assertThat(plan("{'class': 0, 'pivot': {'sampler': 'ddim', 'denoising_steps': 995}}")
                        .pivot()
                        .denoisingSteps())
                .isEqualTo(995);
    }

    @Test
    void denoising_steps_of_the_model_that_another_sampler_cannot_take_are_said_to_be_its_default(
            @TempDir Path directory) throws Exception {
        String model = Files.readString(MODELS.resolve("digits.json"))
                .replace(
                        "\"sampler\": \"ddim\", \"denoising_steps\": 25",
                        "\"sampler\": \"ddpm\", \"denoising_steps\": 999");
        Files.writeString(directory.resolve("digits.json"), model);

        assertThat(problems(planner(directory), "{'class': 0, 'pivot': {'sampler': 'ddim_eta_1'}}"))
                .containsExactly(new FieldProblem(
                        "pivot.denoising_steps", "999 by the model's default (expected: 2 to 995 with ddim_eta_1)"));
        assertThat(plan(planner(directory), "{'class': 0}").pivot().denoisingSteps())
                .isEqualTo(999);
    }

    @Test
    void with_several_models_the_name_is_required(@TempDir Path directory) throws Exception {
        Files.copy(MODELS.resolve("digits.json"), directory.resolve("digits.json"));
        ModelConfig digits = ModelConfig.read(MODELS.resolve("digits.json"));
        Files.writeString(
                directory.resolve("letters.json"),
                digits.with("letters", digits.labels()).toJson());
        assertThat(problems(planner(directory), "{'class': 0}"))
                .containsExactly(new FieldProblem("model", "is missing (expected: one of digits, letters)"));
    }

    @Test
    void whoever_is_told_of_the_end_may_choose_the_ends() {
        assertThat(plan("{'class': 1}").webhook()).isEmpty();
        assertThat(plan("{'class': 1, 'webhook': {'url': 'HTTPS://Example.org/hook?id=1'}}")
                        .webhook())
                .contains(new JobWebhook("https://example.org/hook?id=1", List.of()));
        assertThat(plan("{'class': 1, 'webhook': {'url': 'https://example.org', 'events': ['generation.failed']}}")
                        .webhook())
                .contains(new JobWebhook("https://example.org/", List.of("generation.failed")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'http://example.org/'",
                "'ftp://example.org/'",
                "'/hook'",
                "'https://user:secret@example.org/'",
                "'https://example.org/#end'",
                "'https://127.0.0.1/'",
                "'https://[::ffff:10.0.0.1]/'",
                "'https://169.254.169.254/latest/meta-data'",
                "''",
                "7"
            })
    void a_webhook_goes_to_an_address_on_the_public_network_by_https(String url) {
        assertThat(problems("{'class': 1, 'webhook': {'url': " + url + "}}"))
                .extracting(FieldProblem::field)
                .containsExactly("webhook.url");
    }

    @Test
    void unknown_events_and_fields_of_a_webhook_are_refused() {
        assertThat(problems("{'class': 1, 'webhook': {'url': 'https://example.org/', 'events': ['generation.begun']}}"))
                .containsExactly(new FieldProblem(
                        "webhook.events",
                        "'generation.begun' (expected: some of generation.succeeded, generation.failed,"
                                + " generation.canceled, generation.expired)"));
        assertThat(problems("{'class': 1, 'webhook': {'events': [], 'secret': 1}}"))
                .extracting(FieldProblem::field)
                .containsExactly("webhook.url", "webhook.secret", "webhook.events");
    }

    private static GenerationPlanner labelled(Path directory, String... labels) throws IOException {
        ModelConfig model = ModelConfig.read(MODELS.resolve("digits.json")).with("digits", List.of(labels));
        Files.writeString(directory.resolve("digits.json"), model.toJson());
        return planner(directory);
    }

    static GenerationPlanner planner(Path models) {
        GenerationLimits limits = new GenerationLimits(10, DataSize.ofKilobytes(64), 100);
        WebhookSettings webhooks = new WebhookSettings(false, List.of(), Duration.ofDays(1));
        ModelCatalog catalog = ModelCatalog.read(models);
        return new GenerationPlanner(
                () -> catalog,
                new MotifsAsked(PromptTokenizers.read(catalog)),
                new Seeds(limits, new Random(1)),
                new WebhookUrls(webhooks, new Destinations(webhooks)),
                new PivotsAsked((tenant, ids) -> Map.of(), limits),
                new PivotSettings(Duration.ofDays(7)),
                limits);
    }

    private GenerationPlan plan(String body) {
        return plan(planner, body);
    }

    private GenerationPlan plan(GenerationPlanner chosen, String body) {
        List<FieldProblem> problems = new ArrayList<>();
        GenerationRequest request = reader.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), problems);
        return chosen.plan("local", request, problems);
    }

    private List<FieldProblem> problems(String body) {
        return problems(planner, body);
    }

    private List<FieldProblem> problems(GenerationPlanner chosen, String body) {
        return ProblemsOf.exception(catchThrowableOfType(ErrorResponseException.class, () -> plan(chosen, body)));
    }
}
