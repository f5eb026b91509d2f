package io.himar.inference.stage;

import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import io.himar.model.ModelConfig;
import io.himar.model.StageSampling;
import io.himar.model.sampling.MaskSchedule;
import io.himar.model.sampling.SamplerTable;
import java.util.List;

/**
 * Stage 2 of Hi-MAR's generation for one image: the dense tokens, step by step over the graph {@code NAME-refine}.
 *
 * <p>Nl dense tokens, C latent channels, D width, S denoising steps, K noise tensors per step. After each step every
 * position that was masked at its start is overwritten, not only those that leave the mask: what stays masked is
 * provisional and never read, and what is known never changes. Safe for use by many threads.
 */
public final class RefineStage {
    private static final int STAGE = 1;

    private final GraphCall graphs;
    private final ModelConfig model;

    public RefineStage(GraphCall graphs, ModelConfig model) {
        this.graphs = graphs;
        this.model = model;
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
        requireFitting(condition);
        StageSampling sampling = input.sampling();
        MaskSchedule schedule = MaskSchedule.of(model.denseTokens(), sampling.steps());
        SamplerTable sampler =
                SamplerTable.refine(sampling.sampler(), sampling.denoisingSteps(), sampling.temperature());
        MaskedTokens tokens = new MaskedTokens(input.draws().order(STAGE, model.denseTokens()), model.channels());
        for (int step = 0; step < schedule.steps(); step++) {
            if (listener.cancelled()) {
                throw new CancelledException(step, schedule.steps());
            }
            float guidance = sampling.guidanceSchedule()
                    .at(sampling.guidance(), model.denseTokens(), schedule.remainingAfter(step));
            Step call = new Step(input, step, guidance, sampler);
            float[] sampled =
                    graphs.call(request(call, tokens, condition)).get("sampled").floats();
            for (int position : tokens.masked()) {
                tokens.write(position, sampled, position);
            }
            // All tokens, for known positions are finite already and unread rows of the output do not matter.
            NotFiniteException.check(model.name() + "-refine", step, "sampled", tokens.values());
            tokens.reveal(schedule.predicted(step));
            listener.step(step + 1, schedule.steps());
        }
        return tokens.values();
    }

    private record Step(StageInput input, int number, float guidance, SamplerTable sampler) {}

    private InferenceRequest request(Step step, MaskedTokens tokens, float[] condition) {
        int positions = model.denseTokens();
        int channels = model.channels();
        SamplerTable sampler = step.sampler();
        return new InferenceRequest(
                model.name() + "-refine",
                List.of(
                        InferenceTensor.floats("tokens", tokens.values(), 1, positions, channels),
                        InferenceTensor.booleans("known", tokens.known(), 1, positions),
                        InferenceTensor.floats("condition", condition, 1, model.lowTokens(), model.width()),
                        InferenceTensor.longs(
                                "class_id", new long[] {step.input().classId()}, 1, 1),
                        InferenceTensor.floats("guidance", new float[] {step.guidance()}, 1, 1),
                        InferenceTensor.floats("noise", noise(step), 1, sampler.noiseTensors(), positions, channels),
                        InferenceTensor.floats("sampler", sampler.values(), 1, sampler.steps(), SamplerTable.COLUMNS)),
                List.of("sampled"));
    }

    /** The K noise tensors of a step, {@code [K, Nl, C]}. */
    private float[] noise(Step step) {
        int size = model.denseTokens() * model.channels();
        float[] noise = new float[step.sampler().noiseTensors() * size];
        for (int draw = 0; draw < step.sampler().noiseTensors(); draw++) {
            float[] values =
                    step.input().draws().noise(STAGE, step.number(), draw, model.denseTokens(), model.channels());
            System.arraycopy(values, 0, noise, draw * size, size);
        }
        return noise;
    }

    private void requireFitting(float[] condition) {
        int expected = model.lowTokens() * model.width();
        if (condition.length != expected) {
            throw new IllegalArgumentException("condition.length: " + condition.length + " (expected: " + expected
                    + ", " + model.lowTokens() + " tokens of width " + model.width() + ")");
        }
    }
}
