package io.himar.training.inception;

/**
 * How sure the network is of single pictures, and how varied all of them are: {@code exp(E KL(p(y|x) || p(y)))}
 * (Salimans et al., 2016, arXiv 1606.03498), computed for each of {@value #SPLITS} parts of the pictures.
 *
 * @param mean over the parts
 * @param deviation the standard deviation over the parts, divided by their number and not one less
 */
public record InceptionScore(double mean, double deviation) {
    /** The number of parts, which is also the least number of pictures. */
    public static final int SPLITS = 10;

    /** The seed of torch-fidelity's shuffle. */
    private static final int SEED = 2020;

    /**
     * @param logits [n,classes], row-major
     * @throws IllegalArgumentException for fewer pictures than parts
     */
    public static InceptionScore of(float[] logits, int classes) {
        int n = logits.length / classes;
        if (n < SPLITS) {
            throw new IllegalArgumentException("pictures: " + n + " (expected: at least " + SPLITS
                    + ", one for each part that the Inception Score is the mean of)");
        }
        int[] order = NumpyShuffle.permutation(SEED, n);
        double sum = 0;
        double[] scores = new double[SPLITS];
        for (int part = 0; part < SPLITS; part++) {
            int start = (int) ((long) part * n / SPLITS);
            int end = (int) ((part + 1L) * n / SPLITS);
            scores[part] = score(logits, classes, order, start, end);
            sum += scores[part];
        }
        double mean = sum / SPLITS;
        double squares = 0;
        for (double score : scores) {
            squares += (score - mean) * (score - mean);
        }
        return new InceptionScore(mean, Math.sqrt(squares / SPLITS));
    }

    /** The mean divergence from the marginal is the marginal's entropy less the mean of the entropies. */
    private static double score(float[] logits, int classes, int[] order, int start, int end) {
        double[] marginal = new double[classes];
        double entropies = 0;
        for (int i = start; i < end; i++) {
            entropies += add(logits, order[i] * classes, marginal);
        }
        int pictures = end - start;
        double entropy = 0;
        for (double sum : marginal) {
            // A class with probability 0 adds nothing.
            entropy -= sum == 0 ? 0 : sum / pictures * Math.log(sum / pictures);
        }
        return Math.exp(entropy - entropies / pictures);
    }

    /** Adds a picture's distribution of classes to {@code marginal} and returns its entropy. */
    private static double add(float[] logits, int row, double[] marginal) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < marginal.length; c++) {
            largest = Math.max(largest, logits[row + c]);
        }
        double total = 0;
        for (int c = 0; c < marginal.length; c++) {
            total += Math.exp(logits[row + c] - largest);
        }
        double normaliser = largest + Math.log(total);
        double entropy = 0;
        for (int c = 0; c < marginal.length; c++) {
            double log = logits[row + c] - normaliser;
            double share = Math.exp(log);
            marginal[c] += share;
            entropy -= share * log;
        }
        return entropy;
    }
}
