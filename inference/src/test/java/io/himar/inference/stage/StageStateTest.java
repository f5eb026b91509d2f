package io.himar.inference.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.inference.InferenceTensor;
import io.himar.model.ModelConfig;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An image that is interrupted after some step and carried on equals the undisturbed one, bit for bit. */
class StageStateTest {
    private static final ModelConfig MODEL = SmallModel.CONFIG;
    private static final int STEPS = 8;

    /** Answers that depend on every input, so that a token that is lost on the way shows. */
    private final RecordingGraphs pivots = new RecordingGraphs(inputs -> {
        int p = MODEL.pivotPositions();
        return Map.of(
                "sampled",
                        InferenceTensor.floats("sampled", mixed(inputs, p * MODEL.channels()), 1, p, MODEL.channels()),
                "condition",
                        InferenceTensor.floats("condition", mixed(inputs, p * MODEL.width()), 1, p, MODEL.width()));
    });

    private final RecordingGraphs refinements = new RecordingGraphs(inputs -> {
        int n = MODEL.denseTokens();
        return Map.of(
                "sampled",
                InferenceTensor.floats("sampled", mixed(inputs, n * MODEL.channels()), 1, n, MODEL.channels()));
    });

    /** Stops a stage after some steps and keeps what was done. */
    private static final class Stop implements StageListener {
        private final int after;
        private StageState done;

        Stop(int after) {
            this.after = after;
        }

        @Override
        public void step(int step, int steps) {}

        @Override
        public void reached(StageState state) {
            done = state;
        }

        @Override
        public boolean cancelled() {
            return done != null && done.steps() == after;
        }
    }

    @Test
    void stage_1_carried_on_after_any_step_equals_the_undisturbed_one() {
        PivotStage stage = new PivotStage(pivots, MODEL);
        Pivot undisturbed = stage.run(SmallModel.pivot(STEPS), StageListener.NONE);
        for (int after = 1; after <= STEPS; after++) {
            Stop stop = new Stop(after);
            interrupted(() -> stage.run(SmallModel.pivot(STEPS), stop), after);
            int callsBefore = pivots.calls().size();
            Pivot carriedOn = stage.run(SmallModel.pivot(STEPS), written(stop), StageListener.NONE);
            assertThat(pivots.calls().size() - callsBefore).isEqualTo(STEPS - after);
            assertThat(carriedOn.tokens()).containsExactly(undisturbed.tokens());
            assertThat(carriedOn.condition()).containsExactly(undisturbed.condition());
        }
    }

    @Test
    void stage_2_carried_on_after_any_step_equals_the_undisturbed_one() {
        RefineStage stage = new RefineStage(refinements, MODEL);
        float[] condition = new float[MODEL.lowTokens() * MODEL.width()];
        float[] undisturbed = stage.run(condition, SmallModel.refine(STEPS), StageListener.NONE);
        for (int after = 1; after <= STEPS; after++) {
            Stop stop = new Stop(after);
            interrupted(() -> stage.run(condition, SmallModel.refine(STEPS), stop), after);
            assertThat(stage.run(condition, SmallModel.refine(STEPS), written(stop), StageListener.NONE))
                    .containsExactly(undisturbed);
        }
    }

    @Test
    void what_does_not_fit_is_ignored() {
        PivotStage stage = new PivotStage(pivots, MODEL);
        Pivot undisturbed = stage.run(SmallModel.pivot(STEPS), StageListener.NONE);
        StageState ofAnotherModel = new StageState(2, new float[3], new float[5]);
        assertThat(stage.run(SmallModel.pivot(STEPS), Optional.of(ofAnotherModel), StageListener.NONE)
                        .condition())
                .containsExactly(undisturbed.condition());
    }

    @Test
    void bytes_that_are_no_state_are_none() {
        byte[] state = new StageState(2, new float[3], new float[5]).bytes();
        assertThat(StageState.read(Arrays.copyOf(state, state.length - 1))).isEmpty();
        assertThat(StageState.read(new byte[40])).isEmpty();
        assertThat(StageState.read(new byte[0])).isEmpty();
        assertThat(StageState.read(state)).isPresent();
    }

    /** The stage asks before each step, so that after the last one it has come to its end. */
    private static void interrupted(Runnable run, int after) {
        try {
            run.run();
            assertThat(after).isEqualTo(STEPS);
        } catch (CancelledException e) {
            assertThat(e).hasMessage("cancelled before step " + (after + 1) + " of " + STEPS);
        }
    }

    private static Optional<StageState> written(Stop stop) {
        return StageState.read(stop.done.bytes());
    }

    private static float[] mixed(Map<String, InferenceTensor> inputs, int length) {
        int hash = Arrays.hashCode(inputs.get("tokens").floats());
        hash = 31 * hash + Arrays.hashCode(inputs.get("known").booleans());
        hash = 31 * hash + Arrays.hashCode(inputs.get("noise").floats());
        Random random = new Random(hash);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
