package io.himar.storage.images;

import io.himar.contracts.FailureCause;
import io.himar.contracts.Stage;
import io.himar.storage.jobs.Failure;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.ImageResult;
import io.himar.storage.jobs.KeptPivot;
import io.himar.storage.jobs.TokensAt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What may happen to an image, drawn at random. */
final class LifeSteps {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private LifeSteps() {}

    /**
     * Something that happens.
     *
     * @param after how much later than the step before
     * @param stale how many epochs ago the lease was given that it is about
     * @param what given the time at which it happens
     */
    record Step(Duration after, int stale, What what) {
        long epoch(ImageRow image) {
            return image.epoch() - stale;
        }

        @Override
        public String toString() {
            return what.at(Instant.EPOCH) + (stale == 0 ? "" : " of " + stale + " epochs ago");
        }
    }

    /** A trigger but for the time. */
    @FunctionalInterface
    interface What {
        Trigger at(Instant now);
    }

    static Arbitrary<List<Step>> lives(int most) {
        return step().list().ofMinSize(1).ofMaxSize(most);
    }

    private static Arbitrary<Step> step() {
        Arbitrary<Integer> stale = Arbitraries.frequency(Tuple.of(8, 0), Tuple.of(1, 1), Tuple.of(1, 2));
        Arbitrary<Duration> after = Arbitraries.of(Duration.ZERO, Duration.ofSeconds(1), LEASE);
        return Combinators.combine(after, stale, what()).as(Step::new);
    }

    private static Arbitrary<What> what() {
        Arbitrary<Stage> stages = Arbitraries.of(Stage.PIVOT, Stage.REFINE);
        Arbitrary<String> workers = Arbitraries.of("worker-1", "worker-2");
        Arbitrary<Optional<Image.Progress>> progress = Arbitraries.integers()
                .between(0, 4)
                .map(step -> step == 0 ? Optional.empty() : Optional.of(new Image.Progress(step, 4)));
        return Arbitraries.frequencyOf(
                Tuple.of(6, workers.map(worker -> now -> new Trigger.Leased(worker, now.plus(LEASE)))),
                Tuple.of(1, Arbitraries.just(now -> new Trigger.NotPublished())),
                Tuple.of(
                        4,
                        Combinators.combine(stages, workers, progress)
                                .as((stage, worker, step) ->
                                        now -> new Trigger.Begun(stage, worker, step, now.plus(LEASE)))),
                Tuple.of(
                        3,
                        Combinators.combine(
                                        Arbitraries.of(true, false),
                                        Arbitraries.integers().between(1, 2))
                                .as((kept, number) -> now -> new Trigger.PivotCompleted(pivot(kept, number)))),
                Tuple.of(
                        1,
                        Arbitraries.integers()
                                .between(1, 2)
                                .map(number -> now ->
                                        new Trigger.Completed(new ImageResult("results/" + number, 32, 32, number)))),
                Tuple.of(4, ended(stages)),
                Tuple.of(3, Arbitraries.just(now -> new Trigger.LeaseEnded())),
                Tuple.of(1, Arbitraries.just(now -> new Trigger.CancelRequested())),
                Tuple.of(
                        1,
                        Combinators.combine(
                                        Arbitraries.of(Deadline.class),
                                        Arbitraries.integers().between(-1, 1))
                                .as((deadline, seconds) ->
                                        now -> new Trigger.DeadlinePassed(deadline, now.plusSeconds(seconds)))));
    }

    private static Arbitrary<What> ended(Arbitrary<Stage> stages) {
        return Combinators.combine(
                        stages,
                        Arbitraries.of(FailureCause.class),
                        Arbitraries.frequency(Tuple.of(5, true), Tuple.of(1, false)),
                        Arbitraries.of("partials/1", "partials/2").optional())
                .as((stage, cause, retryable, partial) -> now ->
                        new Trigger.StageEnded(stage, new Failure("code", cause.name()), cause, retryable, partial));
    }

    private static KeptPivot pivot(boolean kept, int number) {
        Optional<TokensAt> tokens = number == 1 ? Optional.empty() : Optional.of(new TokensAt(0, number));
        return kept
                ? new KeptPivot(Optional.of("previews/" + number), Optional.of("pivots/" + number), tokens)
                : new KeptPivot(Optional.of("previews/" + number), Optional.empty(), Optional.empty());
    }
}
