package io.himar.inference.stage;

import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import io.himar.model.ModelConfig;
import io.himar.model.Stage;
import io.himar.model.StagePlan;
import io.himar.model.sampling.SamplerTable;
import java.util.List;
import java.util.Optional;

/**
 * Stage 2 of Hi-MAR's generation for one image: the dense tokens, step by step over the graph {@code NAME-refine}.
 *
 * <p>Nl dense tokens, C latent channels, D width. After each step every position that was masked at its start is
 * overwritten, not only those that leave the mask: what stays masked is provisional and never read, and what is known
 * never changes. Safe for use by many threads.
 */
public final class RefineStage {
    private final GraphCall graphs;
    private final ModelConfig model;
    private final StageGraph takes;

    /** The stage over a graph as it is exported now. */
    public RefineStage(GraphCall graphs, ModelConfig model) {
        this(graphs, model, StageGraph.CURRENT);
    }

    /** The stage over a graph that may have been exported by a version before. */
    public RefineStage(GraphCall graphs, ModelConfig model, StageGraph takes) {
        this.graphs = graphs;
        this.model = model;
        this.takes = takes;
    }

    /**
     * Runs the whole stage.
     *
     * @param condition stage 1's condition tokens, row-major {@code [Ns, D]}
     * @return the dense latents, row-major {@code [Nl, C]}
     * @throws IllegalArgumentException when {@code condition} does not fit the model
     * @throws CancelledException when {@code listener} asks for it between two steps
     * @throws NotFiniteException when the graph makes a value that is not finite
     * @throws io.himar.inference.InferenceException when a graph call fails
     */
    public float[] run(float[] condition, StageInput input, StageListener listener) {
        return run(condition, input, Optional.empty(), listener);
    }

    /**
     * Runs what is left of the stage.
     *
     * @param from where to go on; what does not fit the input is ignored
     */
    public float[] run(float[] condition, StageInput input, Optional<StageState> from, StageListener listener) {
        requireFitting(condition);
        StagePlan plan = StagePlan.of(model, Stage.REFINE, input.sampling(), input.draws());
        TokenRows tokens = new TokenRows(model.denseTokens(), model.channels());
        Optional<StageState> fitting = from.filter(state -> state.fits(plan.steps(), tokens.values().length, 0));
        fitting.ifPresent(state -> tokens.fill(state.tokens()));
        for (int step = fitting.map(StageState::steps).orElse(0); step < plan.steps(); step++) {
            if (listener.cancelled()) {
                throw new CancelledException(step, plan.steps());
            }
            Step call = new Step(input.shown(), plan, step, tokens.values(), condition);
            float[] sampled = graphs.call(request(call)).get("sampled").floats();
            for (int position : plan.masked(step)) {
                tokens.write(position, sampled, position);
            }
            // All tokens, for known positions are finite already and unread rows of the output do not matter.
            NotFiniteException.check(model.name() + "-refine", step, "sampled", tokens.values());
            listener.step(step + 1, plan.steps());
            listener.reached(new StageState(step + 1, tokens.values().clone(), new float[0]));
        }
        return tokens.values();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Step(Shown shown, StagePlan plan, int number, float[] tokens, float[] condition) {}

    private InferenceRequest request(Step step) {
        int positions = model.denseTokens();
        int columns = takes.samplerColumns();
        int channels = model.channels();
        StagePlan plan = step.plan();
        SamplerTable sampler = plan.sampler(step.number());
        float[] noise = plan.noise(step.number(), plan.denoised(step.number()));
        return new InferenceRequest(
                model.name() + "-refine",
                step.shown()
                        .with(
                                InferenceTensor.floats("tokens", step.tokens(), 1, positions, channels),
                                InferenceTensor.booleans("known", plan.known(step.number()), 1, positions),
                                InferenceTensor.floats(
                                        "condition", step.condition(), 1, model.lowTokens(), model.width()),
                                InferenceTensor.floats("guidance", new float[] {plan.guidance(step.number())}, 1, 1),
                                InferenceTensor.floats("noise", noise, 1, sampler.noiseTensors(), positions, channels),
                                InferenceTensor.floats(
                                        "sampler", sampler.values(columns), 1, sampler.steps(), columns)),
                List.of("sampled"));
    }

    private void requireFitting(float[] condition) {
        int expected = model.lowTokens() * model.width();
        if (condition.length != expected) {
            throw new IllegalArgumentException("condition.length: " + condition.length + " (expected: " + expected
                    + ", " + model.lowTokens() + " tokens of width " + model.width() + ")");
        }
    }
}
