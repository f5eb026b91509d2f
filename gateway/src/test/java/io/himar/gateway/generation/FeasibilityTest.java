package io.himar.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.Stage;
import io.himar.gateway.problem.FieldProblem;
import io.himar.model.StageSampling;
import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.SamplerKind;
import io.himar.storage.images.CallTime;
import io.himar.storage.images.FleetReader.Fleet;
import io.himar.storage.images.Pace;
import io.himar.storage.images.Worker;
import io.himar.storage.jobs.DeadlinesAsked;
import io.himar.storage.jobs.Due;
import io.himar.storage.jobs.Motif;
import io.himar.storage.jobs.PivotPolicy;
import io.himar.storage.jobs.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeasibilityTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final List<Worker> workers = new ArrayList<>();
    private final Feasibility feasibility = new Feasibility(() -> new Fleet(NOW, workers));

    @Test
    void where_nothing_was_measured_everything_is_possible() {
        assertThat(problems(1000, DeadlinesAsked.NONE)).isEmpty();
        worker("w", Stage.PIVOT);
        assertThat(problems(1000, within(1))).isEmpty();
    }

    @Test
    void a_step_that_takes_longer_than_every_worker_waits_is_refused_with_the_estimate_and_the_limit() {
        worker("w", Stage.PIVOT, new CallTime("digits-pivot", 100, 100));
        assertThat(problems(600, DeadlinesAsked.NONE))
                .as("fewer steps tell nothing of more")
                .isEmpty();
        worker("v", Stage.PIVOT, new CallTime("digits-pivot", 1000, 1000));
        assertThat(problems(650, DeadlinesAsked.NONE))
                .as("the first may be faster")
                .isEmpty();
        workers.remove(0);
        assertThat(problems(600, DeadlinesAsked.NONE)).isEmpty();
        assertThat(problems(650, DeadlinesAsked.NONE))
                .containsExactly(new FieldProblem(
                        "pivot.denoising_steps",
                        "650, with which one step takes at least 650.0 s here (expected: steps of at most 600.0 s)"));
    }

    @Test
    void what_cannot_be_finished_by_its_deadline_is_refused_with_the_estimate_and_the_deadline() {
        worker("p", Stage.PIVOT, new CallTime("digits-pivot", 20, 2));
        worker("r", Stage.REFINE, new CallTime("digits-refine", 10, 1));
        assertThat(problems(20, within(10))).isEmpty();
        assertThat(problems(20, within(9)))
                .containsExactly(new FieldProblem(
                        "finish_by",
                        "2026-03-01T12:00:09Z, 9.0 s from now (expected: at least 10.0 s, which the steps of one image"
                                + " take here)"));
    }

    @Test
    void a_call_with_fewer_denoising_steps_is_not_thought_slower_than_it_may_be() {
        worker("p", Stage.PIVOT, new CallTime("digits-pivot", 1, 5));
        assertThat(problems(100, within(21)))
                .as("most of it may not depend on the steps")
                .isEmpty();
        assertThat(problems(100, within(19))).hasSize(1);
    }

    @Test
    void workers_of_other_models_do_not_count() {
        workers.add(new Worker(
                "w",
                Stage.PIVOT,
                1,
                Set.of("emoji"),
                Set.of(),
                "",
                new Pace(List.of(new CallTime("digits-pivot", 1, 9000)), Optional.of(LONGEST))));
        assertThat(problems(2, DeadlinesAsked.NONE)).isEmpty();
    }

    private List<FieldProblem> problems(int denoisingSteps, DeadlinesAsked deadlines) {
        StageSampling pivot = stage(4, denoisingSteps);
        GenerationPlan plan = new GenerationPlan(
                "digits",
                new Motif.OfClass(7, "seven"),
                List.of(100L),
                PivotPolicy.USED_UP,
                List.of(),
                Priority.NORMAL,
                Map.of(),
                DeadlinesAsked.NONE,
                Optional.empty(),
                pivot,
                stage(2, 10));
        return feasibility.problems(plan, deadlines);
    }

    private static StageSampling stage(int steps, int denoisingSteps) {
        return new StageSampling(steps, 1, GuidanceSchedule.LINEAR, SamplerKind.DDPM, denoisingSteps, 1);
    }

    private static DeadlinesAsked within(int seconds) {
        return new DeadlinesAsked(Optional.empty(), Optional.of(new Due.Within(Duration.ofSeconds(seconds))));
    }

    private void worker(String id, Stage stage, CallTime... calls) {
        workers.add(new Worker(
                id, stage, 1, Set.of("digits"), Set.of(), "", new Pace(List.of(calls), Optional.of(LONGEST))));
    }
}
