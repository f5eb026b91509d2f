package io.himar.storage.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.FailureCause;
import io.himar.contracts.ImageState;
import io.himar.contracts.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds in every life, whatever happens in whatever order. */
class ImageLifePropertyTest {
    private static final RetryPolicy RETRIES = new RetryPolicy(3, 4, Duration.ofSeconds(1), Duration.ofSeconds(8));

    private final ImageLife life = new ImageLife(RETRIES, () -> 0.5);

    @Provide
    Arbitrary<List<LifeSteps.Step>> lives() {
        return LifeSteps.lives(60);
    }

    @Property(tries = 2000)
    void every_move_is_a_legal_one(@ForAll("lives") List<LifeSteps.Step> steps) {
        each(steps, move -> {
            assertThat(LifeTable.next(move.before().situation(), move.trigger().kind()))
                    .contains(move.after().situation());
            assertThat(move.step().stale()).isZero();
            assertThat(move.before().situation().terminal()).isFalse();
            assertThat(move.after().epoch())
                    .isGreaterThanOrEqualTo(move.before().epoch());
        });
    }

    @Property(tries = 2000)
    void an_image_is_held_exactly_while_a_worker_has_it(@ForAll("lives") List<LifeSteps.Step> steps) {
        each(steps, move -> {
            ImageRow image = move.after();
            boolean held = image.situation() == Situation.PIVOTING || image.situation() == Situation.REFINING;
            assertThat(image.hold().isPresent()).isEqualTo(held);
            assertThat(image.state() == ImageState.SUCCEEDED)
                    .isEqualTo(image.result().isPresent());
            assertThat(image.situation().terminal())
                    .isEqualTo(image.finishedAt().isPresent());
            if (image.situation() == Situation.WAITS_FOR_REFINE) {
                assertThat(image.pivot().key()).isPresent();
            }
        });
    }

    @Property(tries = 2000)
    void attempts_are_counted_by_failures_of_the_work_alone(@ForAll("lives") List<LifeSteps.Step> steps) {
        each(steps, move -> {
            int failed = move.after().setbacks().failures()
                    - move.before().setbacks().failures();
            assertThat(failed).isBetween(0, 1);
            assertThat(failed == 1).isEqualTo(isFailureOfTheWork(move.trigger()));
            assertThat(move.after().setbacks().failures()).isBetween(0, RETRIES.maxAttempts());
            assertThat(move.after().setbacks().losses()).isBetween(0, RETRIES.maxLosses());
            assertThat(move.after().attempt())
                    .isBetween(
                            move.after().setbacks().failures(),
                            move.after().setbacks().failures() + 1);
        });
    }

    @Property(tries = 2000)
    void an_image_fails_only_for_a_reason_of_its_own(@ForAll("lives") List<LifeSteps.Step> steps) {
        each(steps, move -> {
            if (move.after().state() != ImageState.FAILED) {
                return;
            }
            assertThat(move.after().failure()).isPresent();
            if (move.trigger() instanceof Trigger.StageEnded ended && ended.cause() == FailureCause.UNRECOGNIZED) {
                assertThat(move.after().setbacks().losses()).isEqualTo(RETRIES.maxLosses());
            } else if (move.trigger() instanceof Trigger.StageEnded ended) {
                assertThat(isFailureOfTheWork(ended)).isTrue();
                assertThat(!ended.retryable() || move.after().setbacks().failures() == RETRIES.maxAttempts())
                        .isTrue();
            } else {
                assertThat(move.trigger()).isInstanceOf(Trigger.LeaseEnded.class);
                assertThat(move.before().hold().orElseThrow().begun()).isTrue();
                assertThat(move.after().setbacks().losses()).isEqualTo(RETRIES.maxLosses());
            }
        });
    }

    @Property(tries = 2000)
    void an_image_expires_by_a_deadline_that_has_passed_and_by_nothing_else(
            @ForAll("lives") List<LifeSteps.Step> steps) {
        each(steps, move -> {
            boolean expired = move.after().state() == ImageState.EXPIRED;
            assertThat(move.trigger() instanceof Trigger.DeadlinePassed).isEqualTo(expired);
            if (move.trigger() instanceof Trigger.DeadlinePassed passed) {
                assertThat(passed.at()).isBeforeOrEqualTo(move.at());
                assertThat(move.after().failure()).isPresent();
                assertThat(move.after().result()).isEmpty();
                assertThat(passed.deadline() == Deadline.FINISH
                                || move.before().startedAt().isEmpty())
                        .isTrue();
            }
        });
    }

    @Property(tries = 2000)
    void an_image_starts_once_with_the_first_word_of_a_worker_that_has_begun(
            @ForAll("lives") List<LifeSteps.Step> steps) {
        each(steps, move -> {
            if (move.before().startedAt().isPresent()) {
                assertThat(move.after().startedAt()).isEqualTo(move.before().startedAt());
                return;
            }
            boolean worked = move.trigger() instanceof Trigger.Begun
                    || move.trigger() instanceof Trigger.PivotCompleted
                    || move.trigger() instanceof Trigger.Completed;
            assertThat(move.after().startedAt()).isEqualTo(worked ? Optional.of(move.at()) : Optional.empty());
        });
    }

    @Property(tries = 2000)
    void every_lease_has_an_epoch_of_its_own_and_is_fenced_off_when_it_is_given_up(
            @ForAll("lives") List<LifeSteps.Step> steps) {
        each(steps, move -> {
            boolean moves = move.trigger() instanceof Trigger.Leased
                    || move.trigger() instanceof Trigger.StageEnded
                    || move.trigger() instanceof Trigger.CancelRequested
                    || move.trigger() instanceof Trigger.DeadlinePassed;
            assertThat(move.after().epoch()).isEqualTo(move.before().epoch() + (moves ? 1 : 0));
        });
    }

    @Property(tries = 2000)
    void condition_tokens_are_forgotten_only_when_they_are_lost(@ForAll("lives") List<LifeSteps.Step> steps) {
        each(steps, move -> {
            if (move.before().pivot().key().isPresent() && !isLossOfTokens(move.trigger())) {
                assertThat(move.after().pivot().key()).isPresent();
            }
            if (move.before().stage().equals(Optional.of(Stage.REFINE))
                    && !move.after().situation().terminal()) {
                assertThat(move.after().stage().equals(Optional.of(Stage.REFINE)))
                        .isEqualTo(move.after().pivot().key().isPresent()
                                || move.after().hold().isPresent());
            }
        });
    }

    @Property(tries = 2000)
    void the_same_report_again_changes_nothing(@ForAll("lives") List<LifeSteps.Step> steps) {
        each(
                steps,
                move -> assertThat(life.apply(move.after(), move.before().epoch(), move.trigger(), move.at()))
                        .isEmpty());
    }

    private static boolean isFailureOfTheWork(Trigger trigger) {
        return trigger instanceof Trigger.StageEnded ended
                && (ended.cause() == FailureCause.WORK || ended.cause() == FailureCause.FAILURE_CAUSE_UNSPECIFIED);
    }

    private static boolean isLossOfTokens(Trigger trigger) {
        return trigger instanceof Trigger.StageEnded ended && ended.cause() == FailureCause.PIVOT_LOST;
    }

    private record Move(LifeSteps.Step step, Trigger trigger, ImageRow before, ImageRow after, Instant at) {}

    /** Lives through the steps and looks at each that has an effect. */
    private void each(List<LifeSteps.Step> steps, Consumer<Move> look) {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        ImageRow image = LifeOfOneImage.admitted(new UUID(0, 1), new UUID(0, 2), now);
        for (LifeSteps.Step step : steps) {
            now = now.plus(step.after());
            Trigger trigger = step.what().at(now);
            Optional<ImageRow> after = life.apply(image, step.epoch(image), trigger, now);
            if (after.isPresent()) {
                look.accept(new Move(step, trigger, image, after.get(), now));
            }
            image = after.orElse(image);
        }
    }
}
