package io.himar.inference.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.inference.InferenceTensor;
import io.himar.model.ModelConfig;
import io.himar.model.StageSampling;
import io.himar.model.sampling.ImageDraws;
import io.himar.model.sampling.MaskSchedule;
import io.himar.model.sampling.Noise;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.SamplerTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PivotStageTest {
    private static final ModelConfig MODEL = SmallModel.CONFIG;
    private static final int TOKENS = MODEL.lowTokens();
    private static final int CHANNELS = MODEL.channels();
    private static final int WIDTH = MODEL.width();
    private static final int P = MODEL.pivotPositions();

    private final RecordingGraphs graphs = new RecordingGraphs(this::answer);
    private final PivotStage stage = new PivotStage(graphs, MODEL);

    /** Each sampled value names its position and each condition value its call, so that a mix-up shows. */
    private Map<String, InferenceTensor> answer(Map<String, InferenceTensor> inputs) {
        long[] predict = inputs.get("predict").longs();
        int rows = predict.length;
        float[] sampled = new float[rows * CHANNELS];
        float[] condition = new float[rows * WIDTH];
        for (int row = 0; row < rows; row++) {
            Arrays.fill(sampled, row * CHANNELS, (row + 1) * CHANNELS, 100f + (int) predict[row]);
            Arrays.fill(
                    condition,
                    row * WIDTH,
                    (row + 1) * WIDTH,
                    1000f * graphs.calls().size() + (int) predict[row]);
        }
        return Map.of(
                "sampled", InferenceTensor.floats("sampled", sampled, 1, rows, CHANNELS),
                "condition", InferenceTensor.floats("condition", condition, 1, rows, WIDTH));
    }

    @Test
    void each_position_is_predicted_once_and_keeps_the_condition_token_of_that_step() {
        Pivot pivot = stage.run(SmallModel.pivot(8), StageListener.NONE);
        assertThat(graphs.models()).hasSize(8).containsOnly("small-pivot");
        Map<Long, Integer> predictedIn = new HashMap<>();
        for (int call = 0; call < graphs.calls().size(); call++) {
            for (long position : predicted(call)) {
                assertThat(predictedIn.put(position, call + 1))
                        .as("position %s again", position)
                        .isNull();
            }
        }
        assertThat(predictedIn).hasSize(TOKENS);
        for (int position = 0; position < TOKENS; position++) {
            assertThat(pivot.tokens()[position * CHANNELS]).isEqualTo(100f + position);
            assertThat(pivot.condition()[position * WIDTH])
                    .isEqualTo(1000f * predictedIn.get((long) position) + position);
        }
    }

    @Test
    void positions_are_predicted_from_the_end_of_the_generation_order_as_the_mask_schedule_says() {
        StageInput input = SmallModel.pivot(8);
        stage.run(input, StageListener.NONE);
        int[] order = input.draws().order(0, TOKENS);
        MaskSchedule schedule = MaskSchedule.of(TOKENS, 8);
        int end = TOKENS;
        for (int step = 0; step < 8; step++) {
            int start = end - schedule.predicted(step);
            assertThat(predicted(step)).containsExactlyInAnyOrder(longs(Arrays.copyOfRange(order, start, end)));
            assertThat(known(step)).containsExactlyInAnyOrder(longs(Arrays.copyOfRange(order, end, TOKENS)));
            end = start;
        }
    }

    @Test
    void every_call_has_the_same_shapes_and_unused_rows_repeat_an_index() {
        stage.run(SmallModel.pivot(8), StageListener.NONE);
        for (Map<String, InferenceTensor> call : graphs.calls()) {
            assertThat(call.get("tokens").shape()).containsExactly(1, TOKENS, CHANNELS);
            assertThat(call.get("known").shape()).containsExactly(1, TOKENS);
            assertThat(call.get("predict").shape()).containsExactly(1, P);
            assertThat(call.get("class_id").longs()).containsExactly(3);
            assertThat(call.get("noise").shape()).containsExactly(1, 6, P, CHANNELS);
            assertThat(call.get("sampler").shape()).containsExactly(1, 5, 12);
        }
        assertThat(graphs.calls().get(0).get("predict").longs()).containsOnly(predicted(0)[0]);
    }

    @Test
    void guidance_grows_with_what_is_known_after_the_step() {
        stage.run(SmallModel.pivot(8), StageListener.NONE);
        List<Float> guidance = new ArrayList<>();
        graphs.calls().forEach(call -> guidance.add(call.get("guidance").floats()[0]));
        MaskSchedule schedule = MaskSchedule.of(TOKENS, 8);
        for (int step = 0; step < 8; step++) {
            assertThat(guidance.get(step)).isEqualTo(1 + 1.5f * (TOKENS - schedule.remainingAfter(step)) / TOKENS);
        }
        assertThat(guidance.get(7)).isEqualTo(1 + 1.5f * 15 / 16);
    }

    @Test
    void the_noise_of_a_position_depends_on_seed_step_draw_and_position_alone() {
        stage.run(SmallModel.pivot(8), StageListener.NONE);
        for (int step = 0; step < 8; step++) {
            long[] predict = graphs.calls().get(step).get("predict").longs();
            float[] noise = graphs.calls().get(step).get("noise").floats();
            for (int draw = 0; draw < 6; draw++) {
                float[] all = Noise.gaussian(42, 0, step, draw, TOKENS, CHANNELS);
                for (int row = 0; row < P; row++) {
                    int at = (int) predict[row] * CHANNELS;
                    int from = (draw * P + row) * CHANNELS;
                    assertThat(Arrays.copyOfRange(noise, from, from + CHANNELS))
                            .containsExactly(Arrays.copyOfRange(all, at, at + CHANNELS));
                }
            }
        }
    }

    @Test
    void a_step_that_predicts_more_than_an_older_graph_can_is_split_into_calls_on_the_same_tokens() {
        Pivot pivot = new PivotStage(graphs, MODEL, new StageGraph(false, SamplerTable.COLUMNS))
                .run(SmallModel.pivot(1), StageListener.NONE);
        assertThat(graphs.calls()).hasSize((TOKENS + P - 1) / P);
        for (Map<String, InferenceTensor> call : graphs.calls()) {
            assertThat(call.get("tokens").floats()).containsOnly(0f);
            assertThat(call.get("known").booleans()).containsOnly(false);
        }
        for (int position = 0; position < TOKENS; position++) {
            assertThat(pivot.tokens()[position * CHANNELS]).isEqualTo(100f + position);
        }
    }

    @Test
    void an_older_graph_gets_the_table_without_the_column_that_it_lacks() {
        StageSampling from = MODEL.sampling().pivot();
        StageSampling seldom = new StageSampling(
                4, from.guidance(), from.guidanceSchedule(), SamplerKind.DDIM, 8, 1, null, null, null, 2);
        StageInput input = new StageInput(3, ImageDraws.seeded(42), seldom);
        stage.run(input, StageListener.NONE);
        InferenceTensor now = graphs.calls().get(0).get("sampler");
        int calls = graphs.calls().size();
        new PivotStage(graphs, MODEL, new StageGraph(true, 11)).run(input, StageListener.NONE);
        InferenceTensor before = graphs.calls().get(calls).get("sampler");
        assertThat(now.shape()).containsExactly(1, 8, 12);
        assertThat(before.shape()).containsExactly(1, 8, 11);
        for (int row = 0; row < 8; row++) {
            assertThat(Arrays.copyOfRange(before.floats(), row * 11, (row + 1) * 11))
                    .containsExactly(Arrays.copyOfRange(now.floats(), row * 12, row * 12 + 11));
            assertThat(now.floats()[row * 12 + 11]).isEqualTo(row % 2 == 0 ? 1 : 0);
        }
    }

    @Test
    void a_step_is_one_call_however_many_positions_it_predicts_of_a_few_numbers() {
        for (int steps = 1; steps <= TOKENS; steps++) {
            graphs.calls().clear();
            Pivot pivot = stage.run(SmallModel.pivot(steps), StageListener.NONE);
            MaskSchedule schedule = MaskSchedule.of(TOKENS, steps);
            assertThat(graphs.calls()).hasSize(steps);
            for (int step = 0; step < steps; step++) {
                assertThat(predicted(step)).hasSize(schedule.predicted(step));
                assertThat(graphs.calls().get(step).get("predict").longs().length)
                        .isIn(P, 2 * P, 4 * P, 8 * P, TOKENS);
            }
            for (int position = 0; position < TOKENS; position++) {
                assertThat(pivot.tokens()[position * CHANNELS]).isEqualTo(100f + position);
            }
        }
    }

    @Test
    void the_table_and_the_noise_of_a_call_are_those_of_its_step() {
        StageSampling from = MODEL.sampling().pivot();
        StageSampling falling = new StageSampling(
                4, from.guidance(), from.guidanceSchedule(), SamplerKind.DDIM_ETA_1, 8, 1, 2, 1.5f, null, null);
        stage.run(new StageInput(3, ImageDraws.seeded(42), falling), StageListener.NONE);
        assertThat(graphs.calls())
                .extracting(call -> call.get("sampler").shape()[1])
                .containsExactly(8L, 5L, 3L, 2L);
        assertThat(graphs.calls())
                .extracting(call -> call.get("noise").shape()[1])
                .containsExactly(9L, 6L, 4L, 3L);
        assertThat(graphs.calls().get(0).get("guidance").floats()).containsExactly(1);
    }

    @Test
    void a_listener_hears_of_each_step_and_can_cancel_before_the_next() {
        List<String> heard = new ArrayList<>();
        StageListener twice = new StageListener() {
            @Override
            public void step(int step, int steps) {
                heard.add(step + "/" + steps);
            }

            @Override
            public boolean cancelled() {
                return heard.size() == 2;
            }
        };
        assertThatThrownBy(() -> stage.run(SmallModel.pivot(8), twice))
                .isInstanceOf(CancelledException.class)
                .hasMessage("cancelled before step 3 of 8");
        assertThat(heard).containsExactly("1/8", "2/8");
        assertThat(graphs.calls()).hasSize(2);
    }

    @Test
    void a_value_that_is_not_finite_ends_the_stage() {
        RecordingGraphs ruined = new RecordingGraphs(inputs -> {
            float[] condition = new float[P * WIDTH];
            condition[1] = Float.NEGATIVE_INFINITY;
            return Map.of(
                    "sampled", InferenceTensor.floats("sampled", new float[P * CHANNELS], 1, P, CHANNELS),
                    "condition", InferenceTensor.floats("condition", condition, 1, P, WIDTH));
        });
        assertThatThrownBy(() -> new PivotStage(ruined, MODEL).run(SmallModel.pivot(8), StageListener.NONE))
                .isInstanceOf(NotFiniteException.class)
                .hasMessageStartingWith("the graph small-pivot made -Infinity in step 1, output condition");
    }

    private long[] predicted(int call) {
        return Arrays.stream(graphs.calls().get(call).get("predict").longs())
                .distinct()
                .toArray();
    }

    private long[] known(int call) {
        boolean[] known = graphs.calls().get(call).get("known").booleans();
        List<Long> positions = new ArrayList<>();
        for (int i = 0; i < known.length; i++) {
            if (known[i]) {
                positions.add((long) i);
            }
        }
        return positions.stream().mapToLong(Long::longValue).toArray();
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }
}
