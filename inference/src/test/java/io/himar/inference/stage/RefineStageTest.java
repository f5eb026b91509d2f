package io.himar.inference.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.inference.InferenceTensor;
import io.himar.model.ModelConfig;
import io.himar.model.sampling.MaskSchedule;
import io.himar.model.sampling.Noise;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefineStageTest {
    private static final ModelConfig MODEL = SmallModel.CONFIG;
    private static final int TOKENS = MODEL.denseTokens();
    private static final int CHANNELS = MODEL.channels();
    private static final float[] CONDITION = new float[MODEL.lowTokens() * MODEL.width()];

    private final RecordingGraphs graphs = new RecordingGraphs(this::answer);
    private final RefineStage stage = new RefineStage(graphs, MODEL);

    /** Every position of call n is n. */
    private Map<String, InferenceTensor> answer(Map<String, InferenceTensor> inputs) {
        float[] sampled = new float[TOKENS * CHANNELS];
        Arrays.fill(sampled, graphs.calls().size());
        return Map.of("sampled", InferenceTensor.floats("sampled", sampled, 1, TOKENS, CHANNELS));
    }

    @Test
    void a_token_stays_as_the_step_made_it_after_which_it_left_the_mask() {
        StageInput input = SmallModel.refine(4);
        float[] tokens = stage.run(CONDITION, input, StageListener.NONE);
        int[] order = input.draws().order(1, TOKENS);
        MaskSchedule schedule = MaskSchedule.of(TOKENS, 4);
        int end = TOKENS;
        for (int step = 0; step < 4; step++) {
            int start = end - schedule.predicted(step);
            for (int i = start; i < end; i++) {
                assertThat(tokens[order[i] * CHANNELS]).isEqualTo(step + 1f);
            }
            end = start;
        }
        assertThat(graphs.models()).hasSize(4).containsOnly("small-refine");
    }

    @Test
    void every_masked_token_is_overwritten_and_no_known_one_changes() {
        StageInput input = SmallModel.refine(4);
        stage.run(CONDITION, input, StageListener.NONE);
        int[] order = input.draws().order(1, TOKENS);
        MaskSchedule schedule = MaskSchedule.of(TOKENS, 4);
        for (int step = 1; step < 4; step++) {
            float[] before = graphs.calls().get(step).get("tokens").floats();
            boolean[] known = graphs.calls().get(step).get("known").booleans();
            for (int i = 0; i < TOKENS; i++) {
                boolean masked = i < schedule.maskedBefore(step);
                assertThat(known[order[i]]).isEqualTo(!masked);
                if (masked) {
                    assertThat(before[order[i] * CHANNELS]).isEqualTo(step);
                }
            }
        }
    }

    @Test
    void a_deterministic_sampler_is_sent_its_initial_noise_only() {
        stage.run(CONDITION, SmallModel.refine(4), StageListener.NONE);
        for (int step = 0; step < 4; step++) {
            InferenceTensor noise = graphs.calls().get(step).get("noise");
            assertThat(noise.shape()).containsExactly(1, 1, TOKENS, CHANNELS);
            assertThat(noise.floats()).containsExactly(Noise.gaussian(42, 1, step, 0, TOKENS, CHANNELS));
        }
    }

    @Test
    void an_older_graph_gets_the_table_without_the_column_that_it_lacks() {
        new RefineStage(graphs, MODEL, new StageGraph(true, 11))
                .run(CONDITION, SmallModel.refine(1), StageListener.NONE);
        InferenceTensor table = graphs.calls().get(0).get("sampler");
        assertThat(table.shape()).hasSize(3).endsWith(11);
        assertThat(table.floats()).hasSize((int) table.shape()[1] * 11);
    }

    @Test
    void a_value_that_is_not_finite_ends_the_stage() {
        RecordingGraphs ruined = new RecordingGraphs(inputs -> {
            float[] sampled = new float[TOKENS * CHANNELS];
            sampled[3] = Float.NaN;
            return Map.of("sampled", InferenceTensor.floats("sampled", sampled, 1, TOKENS, CHANNELS));
        });
        assertThatThrownBy(
                        () -> new RefineStage(ruined, MODEL).run(CONDITION, SmallModel.refine(4), StageListener.NONE))
                .isInstanceOf(NotFiniteException.class)
                .hasMessageStartingWith("the graph small-refine made NaN in step 1, output sampled (expected: ");
        assertThat(ruined.calls()).hasSize(1);
    }

    @Test
    void condition_tokens_of_another_model_are_refused() {
        assertThatThrownBy(() -> stage.run(new float[7], SmallModel.refine(4), StageListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("condition.length: 7 (expected: 128, 16 tokens of width 8)");
    }
}
