package io.himar.inference.stage;

import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import io.himar.model.ModelConfig;
import io.himar.model.Stage;
import io.himar.model.StagePlan;
import io.himar.model.sampling.SamplerTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stage 1 of Hi-MAR's generation for one image: the low-resolution tokens, step by step over the graph
 * {@code NAME-pivot}.
 *
 * <p>Ns low-resolution tokens, C latent channels, D width, P positions per graph call. Each step predicts the positions
 * that leave the mask and keeps their condition tokens <em>from that step</em>, when they were still masked. Safe for
 * use by many threads.
 */
public final class PivotStage {
    private final GraphCall graphs;
    private final ModelConfig model;
    private final StageGraph takes;

    /** The stage over a graph as it is exported now. */
    public PivotStage(GraphCall graphs, ModelConfig model) {
        this(graphs, model, StageGraph.CURRENT);
    }

    /** The stage over a graph that may have been exported by a version before. */
    public PivotStage(GraphCall graphs, ModelConfig model, StageGraph takes) {
        this.graphs = graphs;
        this.model = model;
        this.takes = takes;
    }

    /**
     * Runs the whole stage.
     *
     * @throws CancelledException when {@code listener} asks for it between two steps
     * @throws NotFiniteException when a graph makes a value that is not finite
     * @throws io.himar.inference.InferenceException when a graph call fails
     */
    public Pivot run(StageInput input, StageListener listener) {
        return run(input, Optional.empty(), listener);
    }

    /**
     * Runs what is left of the stage.
     *
     * @param from where to go on; what does not fit the input is ignored
     */
    public Pivot run(StageInput input, Optional<StageState> from, StageListener listener) {
        StagePlan plan = StagePlan.of(model, Stage.PIVOT, input.sampling(), input.draws());
        TokenRows tokens = new TokenRows(model.lowTokens(), model.channels());
        TokenRows condition = new TokenRows(model.lowTokens(), model.width());
        Optional<StageState> fitting =
                from.filter(state -> state.fits(plan.steps(), tokens.values().length, condition.values().length));
        fitting.ifPresent(state -> {
            tokens.fill(state.tokens());
            condition.fill(state.condition());
        });
        for (int step = fitting.map(StageState::steps).orElse(0); step < plan.steps(); step++) {
            if (listener.cancelled()) {
                throw new CancelledException(step, plan.steps());
            }
            predict(new Step(input.shown(), plan, step, tokens.values().clone()), tokens, condition);
            listener.step(step + 1, plan.steps());
            listener.reached(new StageState(
                    step + 1, tokens.values().clone(), condition.values().clone()));
        }
        return new Pivot(tokens.values(), condition.values());
    }

    /** What all graph calls of one autoregressive step share: {@code tokens} are those before the step. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Step(Shown shown, StagePlan plan, int number, float[] tokens) {}

    /** Predicts the positions that leave the mask. */
    private void predict(Step step, TokenRows tokens, TokenRows condition) {
        int[] positions = step.plan().leaving(step.number());
        int p = perCall(positions.length);
        for (int from = 0; from < positions.length; from += p) {
            int[] chunk = Arrays.copyOfRange(positions, from, Math.min(from + p, positions.length));
            Map<String, InferenceTensor> outputs = graphs.call(request(step, padded(chunk, p)));
            float[] sampled = outputs.get("sampled").floats();
            float[] predicted = outputs.get("condition").floats();
            NotFiniteException.check(model.name() + "-pivot", step.number(), "sampled", sampled);
            NotFiniteException.check(model.name() + "-pivot", step.number(), "condition", predicted);
            for (int row = 0; row < chunk.length; row++) {
                tokens.write(chunk[row], sampled, row);
                condition.write(chunk[row], predicted, row);
            }
        }
    }

    /** @param predict P positions */
    private InferenceRequest request(Step step, int[] predict) {
        StagePlan plan = step.plan();
        SamplerTable sampler = plan.sampler(step.number());
        int columns = takes.samplerColumns();
        int p = predict.length;
        return new InferenceRequest(
                model.name() + "-pivot",
                step.shown()
                        .with(
                                InferenceTensor.floats("tokens", step.tokens(), 1, model.lowTokens(), model.channels()),
                                InferenceTensor.booleans("known", plan.known(step.number()), 1, model.lowTokens()),
                                InferenceTensor.longs(
                                        "predict",
                                        Arrays.stream(predict).asLongStream().toArray(),
                                        1,
                                        p),
                                InferenceTensor.floats("guidance", new float[] {plan.guidance(step.number())}, 1, 1),
                                InferenceTensor.floats(
                                        "noise",
                                        plan.noise(step.number(), predict),
                                        1,
                                        sampler.noiseTensors(),
                                        p,
                                        model.channels()),
                                InferenceTensor.floats(
                                        "sampler", sampler.values(columns), 1, sampler.steps(), columns)),
                List.of("sampled", "condition"));
    }

    /**
     * How many positions each call of a step predicts: P, which the model's own settings need at most, or so many times
     * twice that as hold all of them. Few numbers, so that the steps of unrelated images meet in a batch; and no second
     * call, because it would run the whole backbone once more.
     */
    private int perCall(int positions) {
        int p = model.pivotPositions();
        if (positions > p && takes.anyPositions()) {
            while (p < positions) {
                p *= 2;
            }
        }
        return Math.min(p, model.lowTokens());
    }

    /** {@code chunk} filled up to P by repeating its first position, whose rows are then computed again and ignored. */
    private static int[] padded(int[] chunk, int p) {
        int[] padded = Arrays.copyOf(chunk, p);
        Arrays.fill(padded, chunk.length, padded.length, chunk[0]);
        return padded;
    }
}
