package io.himar.training.loop;

/**
 * A rate that rises linearly, stays, and falls to zero along a half cosine at the end.
 *
 * @param peak the rate in between
 * @param warmUp steps of the rise
 * @param decay steps of the fall, the last of {@code steps}
 */
public record LearningRate(double peak, int warmUp, int decay, int steps) {

    public double at(long step) {
        double rise = warmUp == 0 ? 1 : Math.min(1, (step + 1.0) / warmUp);
        long left = steps - step;
        double fall = decay == 0 || left >= decay ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * left / decay);
        return peak * rise * fall;
    }
}
