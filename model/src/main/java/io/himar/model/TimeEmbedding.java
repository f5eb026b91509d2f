package io.himar.model;

/** The embedding of a diffusion step: 128 cosines and 128 sines of geometric frequencies, then a two-layer MLP. */
final class TimeEmbedding {
    private static final int FREQUENCIES = 128;
    private static final double LONGEST_PERIOD = 10_000;

    private final Ops ops;
    private final Parameters parameters;

    /** @param parameters holding {@code mlp.0} and {@code mlp.2} */
    TimeEmbedding(Ops ops, Parameters parameters) {
        this.ops = ops;
        this.parameters = parameters;
    }

    /**
     * @param t [B,S,1], steps of the full 1000-step chain
     * @return [B,S,w]
     */
    Tensor forward(Tensor t) {
        return parameters.linear(
                "mlp.2", parameters.linear("mlp.0", sinusoid(t)).silu());
    }

    /** [B,S,1] to [B,S,256], cosines first. */
    Tensor sinusoid(Tensor t) {
        float[] frequencies = new float[FREQUENCIES];
        for (int k = 0; k < FREQUENCIES; k++) {
            frequencies[k] = (float) Math.exp(-Math.log(LONGEST_PERIOD) * k / FREQUENCIES);
        }
        Tensor angles = t.times(ops.constant(frequencies, 1, 1, FREQUENCIES));
        return ops.concat(2, angles.cos(), angles.sin());
    }
}
