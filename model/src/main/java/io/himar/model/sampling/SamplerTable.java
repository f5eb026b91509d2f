package io.himar.model.sampling;

import java.util.Arrays;

/**
 * A sampler as data: one row of coefficients per denoising step, row 0 being the noisiest, which is executed first.
 * Every {@link SamplerKind} is a table of the same {@linkplain SamplerColumn columns}, so one graph serves them all.
 *
 * @param steps S
 * @param values [S, COLUMNS], row-major
 * @param stochastic whether the steps draw noise
 */
@SuppressWarnings("ArrayRecordComponent") // Tables are passed to graphs, not compared.
public record SamplerTable(int steps, float[] values, boolean stochastic) {

    public static final int COLUMNS = SamplerColumn.values().length;

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

    /**
     * The same chain with the unconditional branch computed in the first of every so many steps only. In the others
     * guidance takes the difference of both branches to be what it was.
     *
     * @param every at least 1, which computes it in every step
     */
    public SamplerTable refreshingGuidance(int every) {
        if (every < 1) {
            throw new IllegalArgumentException("every: " + every + " (expected: at least 1)");
        }
        float[] refreshed = values.clone();
        for (int row = 0; row < steps; row++) {
            refreshed[row * COLUMNS + SamplerColumn.UNCONDITIONAL.index()] = row % every == 0 ? 1 : 0;
        }
        return new SamplerTable(steps, refreshed, stochastic);
    }

    /**
     * How many columns a graph gets.
     *
     * @param declared the length of that axis in its signature, -1 where any is accepted
     */
    public static int columns(long declared) {
        return declared == -1 ? COLUMNS : Math.toIntExact(declared);
    }

    /**
     * The values for a graph whose table has another number of columns.
     *
     * @param columns those of a graph of an earlier version, which lacks the last ones and does not need them
     * @return [S, columns]
     */
    public float[] values(int columns) {
        float[] narrower = new float[steps * columns];
        for (int row = 0; row < steps; row++) {
            System.arraycopy(values, row * COLUMNS, narrower, row * columns, columns);
        }
        return narrower;
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
        if (!sampler.admits(denoisingSteps)) {
            throw new IllegalArgumentException(
                    "denoisingSteps: " + denoisingSteps + " (expected: " + sampler.denoisingSteps() + ")");
        }
        if (sampler == SamplerKind.DDPM) {
            return cosine.respaced(denoisingSteps);
        }
        int range = sampler.mostDenoisingSteps();
        int[] lastOfSection = new int[denoisingSteps];
        Arrays.setAll(lastOfSection, k -> (int) Math.rint((k + 1.0) * range / denoisingSteps) - 1);
        return cosine.withSteps(lastOfSection);
    }
}
