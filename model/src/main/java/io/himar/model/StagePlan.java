package io.himar.model;

import io.himar.model.sampling.ImageDraws;
import io.himar.model.sampling.MaskPlan;
import io.himar.model.sampling.MaskSchedule;
import io.himar.model.sampling.SamplerTable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * All that a stage is given at each of its autoregressive steps, for one image: what is masked, how strong guidance is,
 * and which noise the head starts from. Services and the trainer generate by it, so that a seed is the same image in
 * both.
 */
public final class StagePlan {
    private final Stage stage;
    private final int channels;
    private final boolean joint;
    private final StageSampling sampling;
    private final ImageDraws draws;
    private final MaskSchedule schedule;
    private final MaskPlan masks;
    private final Map<Integer, SamplerTable> samplers = new ConcurrentHashMap<>();

    private StagePlan(ModelConfig model, Stage stage, StageSampling sampling, ImageDraws draws) {
        int tokens = model.tokens(stage);
        this.stage = stage;
        this.channels = model.channels();
        this.joint = model.variant().head(stage) == Variant.HeadKind.TRANSFORMER;
        this.sampling = sampling;
        this.draws = draws;
        this.schedule = MaskSchedule.of(tokens, sampling.steps());
        this.masks = new MaskPlan(
                sampling.order().arranged(draws.order(stage.index(), tokens), model.side(stage)), schedule);
    }

    /**
     * The plan of one image.
     *
     * @throws IllegalArgumentException when {@code sampling} asks for more steps than the stage has tokens
     */
    public static StagePlan of(ModelConfig model, Stage stage, StageSampling sampling, ImageDraws draws) {
        return new StagePlan(model, stage, sampling, draws);
    }

    /** The autoregressive steps. */
    public int steps() {
        return schedule.steps();
    }

    /** The table by which the head denoises in a step. */
    public SamplerTable sampler(int step) {
        return samplers.computeIfAbsent(
                sampling.denoisingSteps(step),
                steps -> SamplerTable.of(sampling.sampler(), steps, sampling.temperature(), !joint)
                        .refreshingGuidance(sampling.guidanceRefresh()));
    }

    /** The positions that are masked before a step. */
    public int[] masked(int step) {
        return masks.masked(step);
    }

    /** The positions that leave the mask in a step, at least one. */
    public int[] leaving(int step) {
        return masks.leaving(step);
    }

    /** By position, whether it is known before a step, which is where it is not masked: [n]. */
    public boolean[] known(int step) {
        return masks.known(step);
    }

    /** The positions that the head denoises: those that leave the mask, or all where the head sees them together. */
    public int[] denoised(int step) {
        return joint ? IntStream.range(0, schedule.tokens()).toArray() : leaving(step);
    }

    /** The guidance scale of a step; 1 is none. */
    public float guidance(int step) {
        return sampling.guidance(schedule.tokens(), schedule.remainingAfter(step));
    }

    /**
     * The noise of a step at these positions, in their order; a position's noise does not depend on the others.
     *
     * @return [K,P,C], row-major
     */
    public float[] noise(int step, int[] positions) {
        SamplerTable sampler = sampler(step);
        int each = positions.length * channels;
        float[] noise = new float[sampler.noiseTensors() * each];
        for (int draw = 0; draw < sampler.noiseTensors(); draw++) {
            float[] drawn = draws.noise(stage.index(), step, draw, positions, channels);
            System.arraycopy(drawn, 0, noise, draw * each, each);
        }
        return noise;
    }
}
