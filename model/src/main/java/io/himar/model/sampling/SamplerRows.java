package io.himar.model.sampling;

import static io.himar.model.sampling.SamplerColumn.DEVIATION;
import static io.himar.model.sampling.SamplerColumn.FROM_PREVIOUS_X0;
import static io.himar.model.sampling.SamplerColumn.FROM_X;
import static io.himar.model.sampling.SamplerColumn.FROM_X0;
import static io.himar.model.sampling.SamplerColumn.LOG_VARIANCE_MAX;
import static io.himar.model.sampling.SamplerColumn.LOG_VARIANCE_MIN;
import static io.himar.model.sampling.SamplerColumn.NOISE_SCALE;
import static io.himar.model.sampling.SamplerColumn.NOISE_TO_X0;
import static io.himar.model.sampling.SamplerColumn.SIGNAL;
import static io.himar.model.sampling.SamplerColumn.T;
import static io.himar.model.sampling.SamplerColumn.UNCONDITIONAL;
import static io.himar.model.sampling.SamplerColumn.X_TO_X0;

/** Fills the rows of a {@link SamplerTable} from a schedule; row r is step i = S - 1 - r. */
final class SamplerRows {

    private final DiffusionSchedule schedule;
    private final int steps;
    private final double[] alphaBar;
    private final double[] alphaBarNext;
    private final float[] values;

    SamplerRows(DiffusionSchedule schedule) {
        this.schedule = schedule;
        this.steps = schedule.steps();
        this.alphaBar = schedule.alphasCumprod();
        this.alphaBarNext = schedule.alphasCumprodPrev();
        this.values = new float[steps * SamplerTable.COLUMNS];
        int[] timesteps = schedule.timestepMap();
        double[] originalSteps = new double[steps];
        for (int i = 0; i < steps; i++) {
            originalSteps[i] = timesteps[i];
        }
        fill(T, originalSteps);
        fill(X_TO_X0, schedule.sqrtRecipAlphasCumprod());
        fill(NOISE_TO_X0, schedule.sqrtRecipm1AlphasCumprod());
        fill(SIGNAL, schedule.sqrtAlphasCumprod());
        fill(DEVIATION, schedule.sqrtOneMinusAlphasCumprod());
        for (int i = 0; i < steps; i++) {
            set(i, UNCONDITIONAL, 1);
        }
    }

    float[] values() {
        return values;
    }

    /** Posterior mean and variance, as released; the last executed step (i = 0) adds no noise. */
    void ddpm(boolean learnedVariance, float temperature) {
        double[] most = learnedVariance ? schedule.logBetas() : schedule.fixedLargeLogVariance();
        double[] least = learnedVariance ? schedule.posteriorLogVarianceClipped() : most;
        ancestral(most, least, temperature);
    }

    /** The posterior's mean and variance, whatever variance the head predicts. */
    void ddimEta1(float temperature) {
        double[] posterior = schedule.posteriorLogVarianceClipped();
        ancestral(posterior, posterior, temperature);
    }

    private void ancestral(double[] mostLogVariance, double[] leastLogVariance, float temperature) {
        fill(FROM_X, schedule.posteriorMeanCoef2());
        fill(FROM_X0, schedule.posteriorMeanCoef1());
        fill(LOG_VARIANCE_MAX, mostLogVariance);
        fill(LOG_VARIANCE_MIN, leastLogVariance);
        for (int i = 1; i < steps; i++) {
            set(i, NOISE_SCALE, temperature);
        }
    }

    /** x' = alpha' x0 + sigma' eps, with eps = (x - alpha x0)/sigma. */
    void ddim() {
        for (int i = 0; i < steps; i++) {
            double ofX = sigma(alphaBarNext[i]) / sigma(alphaBar[i]);
            set(i, FROM_X, ofX);
            set(i, FROM_X0, Math.sqrt(alphaBarNext[i]) - ofX * Math.sqrt(alphaBar[i]));
        }
    }

    /**
     * x' = (sigma'/sigma) x + alpha' (1 - e^-h) ((1 + 1/2r) x0 - 1/2r x0 before), h the step in log(alpha/sigma), r the
     * step before over this one. The first step has no step before and the last one ends at sigma 0, where h is
     * infinite: both are of first order.
     */
    void dpmSolver() {
        double before = Double.NaN;
        for (int i = steps - 1; i >= 0; i--) {
            double h = logSnr(alphaBarNext[i]) - logSnr(alphaBar[i]);
            double ofData = Math.sqrt(alphaBarNext[i]) * -Math.expm1(-h);
            boolean firstOrder = i == steps - 1 || i == 0;
            double ofPrevious = firstOrder ? 0 : ofData * h / (2 * before);
            set(i, FROM_X, sigma(alphaBarNext[i]) / sigma(alphaBar[i]));
            set(i, FROM_X0, ofData + ofPrevious);
            set(i, FROM_PREVIOUS_X0, -ofPrevious);
            before = h;
        }
    }

    private static double sigma(double alphaBar) {
        return Math.sqrt(1 - alphaBar);
    }

    /** log(alpha/sigma), half the logarithm of the signal-to-noise ratio. */
    private static double logSnr(double alphaBar) {
        return 0.5 * (Math.log(alphaBar) - Math.log1p(-alphaBar));
    }

    private void fill(SamplerColumn column, double[] byStep) {
        for (int i = 0; i < steps; i++) {
            set(i, column, byStep[i]);
        }
    }

    private void set(int i, SamplerColumn column, double value) {
        values[(steps - 1 - i) * SamplerTable.COLUMNS + column.index()] = (float) value;
    }
}
