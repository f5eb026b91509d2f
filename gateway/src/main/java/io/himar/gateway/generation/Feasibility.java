package io.himar.gateway.generation;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.himar.contracts.Stage;
import io.himar.gateway.problem.FieldProblem;
import io.himar.model.StageSampling;
import io.himar.storage.images.CallTime;
import io.himar.storage.images.FleetReader.Fleet;
import io.himar.storage.images.Worker;
import io.himar.storage.jobs.Deadlines;
import io.himar.storage.jobs.DeadlinesAsked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Whether this deployment can finish a request, by what its live workers have measured: a call takes at least as long
 * as the fastest one of its graph, scaled by its denoising steps. What nobody has measured is taken to be possible.
 */
final class Feasibility {
    private final Supplier<Fleet> fleet;

    Feasibility(Supplier<Fleet> fleet) {
        this.fleet = fleet;
    }

    /** What cannot be finished, and why; empty if all can be, as far as is known. */
    List<FieldProblem> problems(GenerationPlan plan, DeadlinesAsked deadlines) {
        Fleet now = fleet.get();
        StageTime pivot = new StageTime(Stage.PIVOT, plan.model(), plan.pivot(), now.workers());
        StageTime refine = new StageTime(Stage.REFINE, plan.model(), plan.refine(), now.workers());
        List<FieldProblem> problems = new ArrayList<>();
        Duration needed = Duration.ZERO;
        if (plan.runsPivot()) {
            pivot.problem().ifPresent(problems::add);
            needed = needed.plus(pivot.atLeast());
        }
        if (plan.runsRefine()) {
            refine.problem().ifPresent(problems::add);
            needed = needed.plus(refine.atLeast());
        }
        checkDeadlines(deadlines.from(now.now()), now.now(), needed, problems);
        return problems;
    }

    private static void checkDeadlines(Deadlines deadlines, Instant now, Duration needed, List<FieldProblem> problems) {
        Optional<Instant> startBy = deadlines.startBy();
        Optional<Instant> finishBy = deadlines.finishBy();
        startBy.filter(by -> !by.isAfter(now)).ifPresent(by -> problems.add(over("start_by", by, now)));
        finishBy.filter(by -> !by.isAfter(now)).ifPresent(by -> problems.add(over("finish_by", by, now)));
        finishBy.filter(by -> by.isAfter(now) && now.plus(needed).isAfter(by))
                .ifPresent(by -> problems.add(late(by, now, needed)));
    }

    private static FieldProblem over(String field, Instant by, Instant now) {
        return new FieldProblem(field, by + " (expected: a time to come; it is " + now.truncatedTo(SECONDS) + " now)");
    }

    private static FieldProblem late(Instant finishBy, Instant now, Duration needed) {
        return new FieldProblem(
                "finish_by",
                finishBy + ", " + inSeconds(Duration.between(now, finishBy)) + " from now (expected: at least "
                        + inSeconds(needed) + ", which the steps of one image take here)");
    }

    private static String inSeconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    /** A stage of one image, on the workers that run its model. */
    private record StageTime(Stage stage, String model, StageSampling asked, List<Worker> fleet) {
        /** Why no worker waits for one of its calls as long as it takes. */
        Optional<FieldProblem> problem() {
            List<Worker> workers = workers();
            if (workers.isEmpty() || workers.stream().anyMatch(this::canCall)) {
                return Optional.empty();
            }
            Duration longest = workers.stream()
                    .flatMap(worker -> worker.pace().longestCall().stream())
                    .max(Duration::compareTo)
                    .orElseThrow();
            return Optional.of(new FieldProblem(
                    name() + ".denoising_steps",
                    asked.denoisingSteps() + ", with which one step takes at least "
                            + inSeconds(call(asked.denoisingSteps())) + " here (expected: steps of at most "
                            + inSeconds(longest) + ")"));
        }

        /** As far as it was measured. */
        Duration atLeast() {
            Duration needed = Duration.ZERO;
            for (int step = 0; step < asked.steps(); step++) {
                needed = needed.plus(call(asked.denoisingSteps(step)));
            }
            return needed;
        }

        private boolean canCall(Worker worker) {
            OptionalDouble seconds = seconds(worker, asked.denoisingSteps());
            Optional<Duration> longest = worker.pace().longestCall();
            return seconds.isEmpty()
                    || longest.isEmpty()
                    || seconds.getAsDouble() * 1000 <= longest.get().toMillis();
        }

        /** The fastest worker's; none while one of them may be any faster. */
        private Duration call(int denoisingSteps) {
            List<OptionalDouble> all = workers().stream()
                    .map(worker -> seconds(worker, denoisingSteps))
                    .toList();
            boolean known = all.stream().allMatch(OptionalDouble::isPresent);
            double fastest =
                    all.stream().mapToDouble(each -> each.orElse(0)).min().orElse(0);
            return known ? Duration.ofNanos((long) (fastest * 1e9)) : Duration.ZERO;
        }

        private OptionalDouble seconds(Worker worker, int denoisingSteps) {
            return worker.pace().calls().stream()
                    .filter(call -> call.graph().equals(model + "-" + name()))
                    .mapToDouble((CallTime call) -> call.atLeast(denoisingSteps))
                    .max();
        }

        private List<Worker> workers() {
            return fleet.stream()
                    .filter(worker -> worker.stage() == stage && worker.models().contains(model))
                    .toList();
        }

        private String name() {
            return stage.name().toLowerCase(Locale.ROOT);
        }
    }
}
