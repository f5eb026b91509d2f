package io.himar.model;

/**
 * The scale-aware Transformer block: pre-norm attention and MLP whose inputs are scaled and whose outputs are gated by
 * a vector that says which stage, hence which scale, is at work (paper section 3.3; the released code has four factors
 * and no shift, and so have its checkpoints).
 */
final class ScaleAwareBlock {
    private final Ops ops;
    private final Parameters parameters;
    private final SelfAttention attention;
    private final int width;
    private final double epsilon;

    ScaleAwareBlock(Ops ops, Parameters parameters, int heads, int width, double epsilon) {
        this.ops = ops;
        this.parameters = parameters;
        this.attention = new SelfAttention(ops, parameters.in("attn"), heads, width);
        this.width = width;
        this.epsilon = epsilon;
    }

    /**
     * @param x [B,N,D]
     * @param wanted the slots whose outputs are wanted, n of N; all are attended to
     * @param scaleVector [1,1,4D], shared by all blocks of an encoder or decoder, or null for a plain block
     * @param visible [B,N], 1 where a slot may be attended to, or null for all
     * @return [B,n,D]
     */
    Tensor forward(Tensor x, Slots wanted, Tensor scaleVector, Stage stage, Tensor visible) {
        ScaleFactors factors = factors(scaleVector, stage);
        Tensor attended = attention.forward(
                factors.scaled(parameters.layerNorm("norm1", x, epsilon), ScaleFactors.ATTENTION), wanted, visible);
        Tensor mixed = wanted.of(x).plus(factors.gated(ops.dropout(attended), ScaleFactors.ATTENTION));
        Tensor transformed = mlp(factors.scaled(parameters.layerNorm("norm2", mixed, epsilon), ScaleFactors.MLP));
        return mixed.plus(factors.gated(transformed, ScaleFactors.MLP));
    }

    private ScaleFactors factors(Tensor scaleVector, Stage stage) {
        if (scaleVector == null) {
            return new ScaleFactors.Absent();
        }
        return new ScaleFactors.Given(
                scaleVector.times(ofStage("adaLN_scale", stage)).plus(ofStage("adaLN_shift", stage)), width);
    }

    private Tensor mlp(Tensor x) {
        Tensor hidden = ops.dropout(parameters.linear("mlp.fc1", x).gelu());
        return ops.dropout(parameters.linear("mlp.fc2", hidden));
    }

    private Tensor ofStage(String name, Stage stage) {
        int s = stage.index();
        return parameters.get(name).slice(0, s, s + 1).reshape(1, 1, 4L * width); // of [2,1,1,4D]
    }
}
