package io.himar.training.verification;

/**
 * How far an output of an exported graph is from LibTorch's.
 *
 * @param graph {@code pivot}, {@code refine} or {@code decode}
 * @param largest the largest difference of two values; infinite where one is not a number
 * @param scale the largest value that LibTorch gave, which {@code largest} is relative to
 * @param allowed the most that {@code largest} may be
 */
public record Deviation(String graph, String output, double largest, double scale, double allowed) {

    /** Rounding may put a value that lies between two bytes on either. */
    private static final double ONE_LEVEL = 1;

    /** @param tolerance relative to the largest value; of pixels one level is allowed anyway */
    static Deviation of(String graph, String output, float[] found, float[] expected, double tolerance) {
        if (found.length != expected.length) {
            throw new VerificationException("the export's " + graph + " graph gives " + found.length + " values of "
                    + output + " (expected: " + expected.length + ")");
        }
        double largest = 0;
        double scale = 0;
        for (int i = 0; i < found.length; i++) {
            double difference = Math.abs((double) found[i] - expected[i]);
            largest = Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
            scale = Math.max(scale, Math.abs((double) expected[i]));
        }
        double allowed = tolerance * scale;
        return new Deviation(
                graph, output, largest, scale, graph.equals("decode") ? Math.max(ONE_LEVEL, allowed) : allowed);
    }

    public double relative() {
        return scale == 0 ? largest : largest / scale;
    }

    public boolean acceptable() {
        return largest <= allowed;
    }
}
