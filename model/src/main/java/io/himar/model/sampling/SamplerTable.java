package io.himar.model.sampling;

import java.util.Arrays;

/**
 * A sampler as data: one row of coefficients per denoising step, row 0 being the noisiest, which is executed first. The
 * graphs run, per row,
 *
 * <pre>
 * x0     = c1 x - c2 eps
 * logvar = f c7 + (1 - f) c8,   f = (v + 1)/2 where the head predicts v
 * x      = c3 x + c4 x0 + c5 x0 of the row before + c6 exp(logvar / 2) noise
 * </pre>
 *
 * so every {@link SamplerKind} is one and the same graph. Columns: 0 the original step t, 1 sqrt(1/abar), 2 sqrt(1/abar
 * - 1), 3 to 5 the weights of x, x0 and the previous x0, 6 the noise scale, 7 and 8 the largest and smallest log
 * variance, 9 sqrt(abar) and 10 sqrt(1 - abar), with which stage 2 noises its known positions.
 *
 * @param steps S
 * @param values [S, {@value #COLUMNS}], row-major
 * @param stochastic whether the steps draw noise
 */
@SuppressWarnings("ArrayRecordComponent") // Tables are passed to graphs, not compared.
public record SamplerTable(int steps, float[] values, boolean stochastic) {

    public static final int COLUMNS = 11;

    /**
     * How many of the 1000 steps the few-step samplers use. From step 999 the estimate of x0 multiplies the network's
     * error by 20291, which only a network trained for very long forgives. DPM-Solver's authors end cosine schedules at
     * 0.9946 of the range for this reason.
     */
    private static final int FEW_STEP_RANGE = 995;

    public SamplerTable {
        if (values.length != steps * COLUMNS) {
            throw new IllegalArgumentException(
                    "values: " + values.length + " numbers (expected: " + steps + " x " + COLUMNS + ")");
        }
    }

    /** The table of the MLP head, whose variance is learned. */
    public static SamplerTable pivot(SamplerKind sampler, int denoisingSteps, float temperature) {
        return of(schedule(sampler, denoisingSteps), sampler, true, temperature);
    }

    /** The table of the Transformer head, whose variance is fixed (beta, "fixed large"). */
    public static SamplerTable refine(SamplerKind sampler, int denoisingSteps, float temperature) {
        return of(schedule(sampler, denoisingSteps), sampler, false, temperature);
    }

    /** The table of either head. */
    public static SamplerTable of(SamplerKind sampler, int denoisingSteps, float temperature, boolean learnedVariance) {
        return of(schedule(sampler, denoisingSteps), sampler, learnedVariance, temperature);
    }

    /**
     * The table of any chain.
     *
     * @param learnedVariance whether the head predicts where in its range the log variance lies
     * @param temperature factor of the per-step noise, finite and not negative; the initial noise is not scaled
     */
    public static SamplerTable of(
            DiffusionSchedule schedule, SamplerKind sampler, boolean learnedVariance, float temperature) {
        if (!(temperature >= 0) || Float.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature: " + temperature + " (expected: finite, >= 0)");
        }
        SamplerRows rows = new SamplerRows(schedule);
        switch (sampler) {
            case DDPM, DDPM_TRUNCATED -> rows.ddpm(learnedVariance, temperature);
            case DDIM -> rows.ddim();
            case DDIM_ETA_1 -> rows.ddimEta1(temperature);
            case DPM_SOLVER_PP_2M -> rows.dpmSolver();
        }
        return new SamplerTable(schedule.steps(), rows.values(), sampler.stochastic());
    }

    /** K: the noise tensors that a chain needs, the initial one and, for a stochastic sampler, one per step. */
    public int noiseTensors() {
        return stochastic ? steps + 1 : 1;
    }

    /**
     * The released respacing for the released sampler. The others take equal sections and the <b>last</b> step of each:
     * ending on step 0, as the released respacing does, makes the step before it so long in log(alpha/sigma) that a
     * second-order solver extrapolates wildly.
     */
    private static DiffusionSchedule schedule(SamplerKind sampler, int denoisingSteps) {
        DiffusionSchedule cosine = DiffusionSchedule.cosine();
        boolean released = sampler == SamplerKind.DDPM;
        int range = released ? cosine.steps() : FEW_STEP_RANGE;
        if (denoisingSteps < 2 || denoisingSteps > range) {
            throw new IllegalArgumentException("denoisingSteps: " + denoisingSteps + " (expected: 2 to " + range + ")");
        }
        if (released) {
            return cosine.respaced(denoisingSteps);
        }
        int[] lastOfSection = new int[denoisingSteps];
        Arrays.setAll(lastOfSection, k -> (int) Math.rint((k + 1.0) * range / denoisingSteps) - 1);
        return cosine.withSteps(lastOfSection);
    }
}
