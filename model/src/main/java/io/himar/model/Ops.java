package io.himar.model;

import java.util.List;

/** A back end of the network: what makes tensors, and the operations on several of them. */
public interface Ops {

    /** A single-precision constant of the given shape, row-major. */
    Tensor constant(float[] values, long... shape);

    /** A scalar int64 for {@link Tensor#select}. */
    Tensor index(long value);

    Tensor concat(int axis, Tensor... parts);

    /**
     * Attention {@code softmax(q k^T / sqrt(d)) v} of each head; D holds the heads side by side, each of width d = D/H.
     *
     * @param q [B,N,D]
     * @param k [B,M,D]
     * @param v [B,M,D]
     * @param heads H
     * @param visible single precision [B,M], 1 where a key takes part and 0 where not, or null where all do
     * @return [B,N,D]
     */
    Tensor attention(Tensor q, Tensor k, Tensor v, int heads, Tensor visible);

    /**
     * Attention as {@link #attention}, in which each position sees itself and those before it.
     *
     * @param q [B,N,D]
     * @param k [B,N,D]
     * @param v [B,N,D]
     * @param heads H
     * @return [B,N,D]
     */
    Tensor causalAttention(Tensor q, Tensor k, Tensor v, int heads);

    /**
     * Single-head attention between the pixels of [B,C,h,w]; height and width may be known only when the graph runs.
     */
    Tensor pixelAttention(Tensor q, Tensor k, Tensor v, int channels);

    /** Drops entries at random while training a network with dropout; else returns {@code x}. */
    Tensor dropout(Tensor x);

    /** These operations with no dropout, in attention neither: the diffusion heads have none. */
    Ops withoutDropout();

    /**
     * Repeats a body as often as {@code sequence} [B,S,..] is long in its axis 1.
     *
     * @return the states after the last repetition
     */
    List<Tensor> loop(Tensor sequence, List<Tensor> initial, LoopBody body);

    /** One repetition: the states after it, in the order given. {@code index} is a scalar int64 counting from 0. */
    @FunctionalInterface
    interface LoopBody {
        List<Tensor> step(Tensor index, List<Tensor> states);
    }
}
