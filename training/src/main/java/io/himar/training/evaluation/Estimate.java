package io.himar.training.evaluation;

import java.util.Locale;

/**
 * A figure with its 95 % confidence interval.
 *
 * @param value what was measured
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record Estimate(double value, double low, double high) {

    /** The figure and its interval, all times {@code factor}. */
    public String format(double factor, int decimals) {
        String number = "%." + decimals + "f";
        return String.format(
                Locale.ROOT,
                number + " (" + number + " to " + number + ")",
                factor * value,
                factor * low,
                factor * high);
    }
}
