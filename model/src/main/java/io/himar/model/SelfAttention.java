package io.himar.model;

/** Multi-head self-attention with one fused projection; parameters {@code qkv} and {@code proj}. */
final class SelfAttention {
    private final Ops ops;
    private final Parameters parameters;
    private final int heads;
    private final int width;

    SelfAttention(Ops ops, Parameters parameters, int heads, int width) {
        this.ops = ops;
        this.parameters = parameters;
        this.heads = heads;
        this.width = width;
    }

    /**
     * @param x [B,N,D]
     * @param wanted the slots whose outputs are wanted, n of N
     * @param visible [B,N], 1 where a slot may be attended to, or null for all
     * @return [B,n,D]
     */
    Tensor forward(Tensor x, Slots wanted, Tensor visible) {
        Tensor qkv = parameters.linear("qkv", x);
        Tensor queries = wanted.of(qkv).slice(2, 0, width);
        Tensor keys = qkv.slice(2, width, 2L * width);
        Tensor values = qkv.slice(2, 2L * width, 3L * width);
        return parameters.linear("proj", ops.attention(queries, keys, values, heads, visible));
    }
}
