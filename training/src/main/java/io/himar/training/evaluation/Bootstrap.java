package io.himar.training.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * 95 % confidence intervals by resampling with replacement (Efron, 1979).
 *
 * @param replicates how often to resample, at least 2
 */
record Bootstrap(int replicates, long seed) {
    private static final double TAIL = 0.025;
    /** The normal distribution's quantile at 1 - TAIL. */
    private static final double QUANTILE = 1.959964;

    Bootstrap {
        if (replicates < 2) {
            throw new IllegalArgumentException("replicates: " + replicates + " (expected: >= 2)");
        }
    }

    /** The mean of {@code values} with the percentile interval. */
    Estimate mean(boolean[] values) {
        int yes = 0;
        for (boolean value : values) {
            yes += value ? 1 : 0;
        }
        double[] means = replicate(values.length, counts -> {
            double sum = 0;
            for (int i = 0; i < counts.length; i++) {
                sum += values[i] ? counts[i] : 0;
            }
            return sum / counts.length;
        });
        Arrays.sort(means);
        return new Estimate(yes / (double) values.length, quantile(means, TAIL), quantile(means, 1 - TAIL));
    }

    /**
     * Any statistic that is never negative with the interval of a normal distribution. A statistic of a whole set, such
     * as a distance between distributions, grows when members repeat, so its replicates lie off the value itself and
     * only their spread is used.
     *
     * @param value the statistic of the set
     * @param statistic of the set in which member i comes {@code counts[i]} times
     */
    Estimate spread(int size, double value, ToDoubleFunction<double[]> statistic) {
        double[] replicates = replicate(size, statistic);
        double mean = Arrays.stream(replicates).average().orElseThrow();
        double squares =
                Arrays.stream(replicates).map(r -> (r - mean) * (r - mean)).sum();
        double deviation = Math.sqrt(squares / (replicates.length - 1));
        return new Estimate(value, Math.max(0, value - QUANTILE * deviation), value + QUANTILE * deviation);
    }

    private double[] replicate(int size, ToDoubleFunction<double[]> statistic) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[replicates];
        for (int replicate = 0; replicate < replicates; replicate++) {
            double[] counts = new double[size];
            for (int i = 0; i < size; i++) {
                counts[random.nextInt(size)]++;
            }
            values[replicate] = statistic.applyAsDouble(counts);
        }
        return values;
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
