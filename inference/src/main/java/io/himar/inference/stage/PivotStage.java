package io.himar.inference.stage;

import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import io.himar.model.ModelConfig;
import io.himar.model.StageSampling;
import io.himar.model.sampling.MaskSchedule;
import io.himar.model.sampling.SamplerTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Stage 1 of Hi-MAR's generation for one image: the low-resolution tokens, step by step over the graph
 * {@code NAME-pivot}.
 *
 * <p>Ns low-resolution tokens, C latent channels, D width, P positions per graph call, S denoising steps, K noise
 * tensors per step. Each step predicts the positions that leave the mask and keeps their condition tokens <em>from that
 * step</em>, when they were still masked. Safe for use by many threads.
 */
public final class PivotStage {
    private static final int STAGE = 0;

    private final GraphCall graphs;
    private final ModelConfig model;

    public PivotStage(GraphCall graphs, ModelConfig model) {
        this.graphs = graphs;
        this.model = model;
    }

    /**
     * Runs the whole stage.
     *
     * @throws CancelledException when {@code listener} asks for it between two steps
     * @throws NotFiniteException when a graph makes a value that is not finite
     * @throws io.himar.inference.InferenceException when a graph call fails
     */
    public Pivot run(StageInput input, StageListener listener) {
        StageSampling sampling = input.sampling();
        MaskSchedule schedule = MaskSchedule.of(model.lowTokens(), sampling.steps());
        SamplerTable sampler =
                SamplerTable.pivot(sampling.sampler(), sampling.denoisingSteps(), sampling.temperature());
        MaskedTokens tokens = new MaskedTokens(input.draws().order(STAGE, model.lowTokens()), model.channels());
        float[] condition = new float[model.lowTokens() * model.width()];
        for (int step = 0; step < schedule.steps(); step++) {
            if (listener.cancelled()) {
                throw new CancelledException(step, schedule.steps());
            }
            float guidance = sampling.guidanceSchedule()
                    .at(sampling.guidance(), model.lowTokens(), schedule.remainingAfter(step));
            Step call = new Step(input, step, guidance, sampler, tokens.values().clone(), tokens.known());
            predict(call, tokens.next(schedule.predicted(step)), tokens, condition);
            tokens.reveal(schedule.predicted(step));
            listener.step(step + 1, schedule.steps());
        }
        return new Pivot(tokens.values(), condition);
    }

    /** What all graph calls of one autoregressive step share. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Step(
            StageInput input, int number, float guidance, SamplerTable sampler, float[] tokens, boolean[] known) {}

    /**
     * Predicts {@code positions}, P at a time: the graph's P is fixed at export, and a request for fewer steps than the
     * export was made for predicts more positions per step. All calls see the tokens as they were before the step.
     */
    private void predict(Step step, int[] positions, MaskedTokens tokens, float[] condition) {
        float[][] noise = noise(step);
        int p = model.pivotPositions();
        for (int from = 0; from < positions.length; from += p) {
            int[] chunk = Arrays.copyOfRange(positions, from, Math.min(from + p, positions.length));
            Map<String, InferenceTensor> outputs = graphs.call(request(step, chunk, noise));
            float[] sampled = outputs.get("sampled").floats();
            float[] predicted = outputs.get("condition").floats();
            NotFiniteException.check(model.name() + "-pivot", step.number(), "sampled", sampled);
            NotFiniteException.check(model.name() + "-pivot", step.number(), "condition", predicted);
            for (int row = 0; row < chunk.length; row++) {
                tokens.write(chunk[row], sampled, row);
                System.arraycopy(predicted, row * model.width(), condition, chunk[row] * model.width(), model.width());
            }
        }
    }

    /**
     * The K noise tensors {@code [Ns, C]} of a step; a position's row does not depend on which others are predicted.
     */
    private float[][] noise(Step step) {
        float[][] noise = new float[step.sampler().noiseTensors()][];
        for (int draw = 0; draw < noise.length; draw++) {
            noise[draw] = step.input().draws().noise(STAGE, step.number(), draw, model.lowTokens(), model.channels());
        }
        return noise;
    }

    private InferenceRequest request(Step step, int[] chunk, float[][] noise) {
        int[] padded = padded(chunk);
        return new InferenceRequest(
                model.name() + "-pivot",
                List.of(
                        InferenceTensor.floats("tokens", step.tokens(), 1, model.lowTokens(), model.channels()),
                        InferenceTensor.booleans("known", step.known(), 1, model.lowTokens()),
                        InferenceTensor.longs(
                                "predict", Arrays.stream(padded).asLongStream().toArray(), 1, padded.length),
                        InferenceTensor.longs(
                                "class_id", new long[] {step.input().classId()}, 1, 1),
                        InferenceTensor.floats("guidance", new float[] {step.guidance()}, 1, 1),
                        InferenceTensor.floats(
                                "noise", rows(noise, padded), 1, noise.length, padded.length, model.channels()),
                        InferenceTensor.floats(
                                "sampler",
                                step.sampler().values(),
                                1,
                                step.sampler().steps(),
                                SamplerTable.COLUMNS)),
                List.of("sampled", "condition"));
    }

    /** {@code chunk} filled up to P by repeating its first position, whose rows are then computed again and ignored. */
    private int[] padded(int[] chunk) {
        int[] padded = Arrays.copyOf(chunk, model.pivotPositions());
        Arrays.fill(padded, chunk.length, padded.length, chunk[0]);
        return padded;
    }

    /** Picks rows: {@code [K][Ns, C]} to {@code [K, positions, C]}. */
    private float[] rows(float[][] noise, int[] positions) {
        int channels = model.channels();
        float[] rows = new float[noise.length * positions.length * channels];
        int at = 0;
        for (float[] draw : noise) {
            for (int position : positions) {
                System.arraycopy(draw, position * channels, rows, at, channels);
                at += channels;
            }
        }
        return rows;
    }
}
