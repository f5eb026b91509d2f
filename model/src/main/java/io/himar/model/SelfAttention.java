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
     * @param slots N
     * @param visible [B,N], 1 where a slot may be attended to, or null for all
     */
    Tensor forward(Tensor x, long slots, Tensor visible) {
        int headWidth = width / heads;
        Tensor qkv = parameters
                .linear("qkv", x)
                .reshape(-1, slots, 3, heads, headWidth)
                .permute(2, 0, 3, 1, 4); // [3,B,H,N,d]
        Tensor mixed = ops.attention(part(qkv, 0, slots), part(qkv, 1, slots), part(qkv, 2, slots), visible);
        Tensor joined = mixed.permute(0, 2, 1, 3).reshape(-1, slots, width);
        return parameters.linear("proj", joined);
    }

    private Tensor part(Tensor qkv, int index, long slots) {
        return qkv.slice(0, index, index + 1).reshape(-1, heads, slots, width / heads);
    }
}
