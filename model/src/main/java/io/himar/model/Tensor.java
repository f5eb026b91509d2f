package io.himar.model;

/**
 * A value of the network, either computed at once (LibTorch) or recorded as a node of a graph (ONNX).
 *
 * <p>The network is written once against this interface, so what is trained is what is served. The operations are few
 * and have the semantics that both back ends share: broadcasting is NumPy's, axes count from 0, {@code -1} in a shape
 * is the one axis whose length follows from the others (always the batch axis here, which ONNX keeps symbolic). All
 * tensors of one expression come from the same {@link Ops}.
 *
 * <p>{@linkplain io.himar.model The package} says what the letters of shapes mean.
 */
public interface Tensor {

    Tensor plus(Tensor other);

    Tensor minus(Tensor other);

    Tensor times(Tensor other);

    Tensor plus(double scalar);

    Tensor times(double scalar);

    /** Matrix product over the last two axes; leading axes are broadcast. */
    Tensor matmul(Tensor other);

    /** {@code x W^T + b} over the last axis, {@code weight} being [out, in] as in the released checkpoints. */
    Tensor linear(Tensor weight, Tensor bias);

    /** Normalises the last axis to mean 0 and variance 1, then scales and shifts; both may be null. */
    Tensor layerNorm(Tensor weight, Tensor bias, double epsilon);

    /** Normalises [B,C,h,w] within groups of channels, then scales and shifts per channel. */
    Tensor groupNorm(int groups, Tensor weight, Tensor bias, double epsilon);

    /** Exact GELU, {@code x Phi(x)} with the error function. */
    Tensor gelu();

    /** The tanh approximation of GELU. */
    Tensor geluTanh();

    /** {@code x sigmoid(x)}. */
    Tensor silu();

    Tensor exp();

    Tensor sin();

    Tensor cos();

    /** The value limited to [low, high]. */
    Tensor clamp(double low, double high);

    /** Rounds to the nearest integer, halves to even. */
    Tensor round();

    Tensor reshape(long... shape);

    /** Reorders the axes: axis i of the result is axis {@code order[i]} of this. */
    Tensor permute(int... order);

    /** The part [start, end) of one axis. */
    Tensor slice(int axis, long start, long end);

    /**
     * The entry of one axis at a position known only when the graph runs, a scalar int64; the axis goes. A position
     * past the end gives the last entry.
     */
    Tensor select(int axis, Tensor index);

    /** Rows of this [B,N,D] at {@code index} [B,n] int64, giving [B,n,D]. */
    Tensor gatherRows(Tensor index);

    /** Rows of this table [R,D] at {@code ids} int64 of any shape; a negative id counts from the end. */
    Tensor lookup(Tensor ids);

    /** Entries of this [B,..] at {@code ids} int64 [n], giving [n,..]; a negative id counts from the end. */
    Tensor rows(Tensor ids);

    /** Where this tensor's entries are not exactly {@code value}, boolean. */
    Tensor differs(double value);

    /** Where this boolean [B] is true, int64 [n], ascending; none where it is false everywhere. */
    Tensor positions();

    /** For each entry of this boolean [B], how many are true there and behind it, int64 [B]. */
    Tensor remaining();

    /**
     * Of this boolean [B,n], where each row is true, ascending, int64 [B,k]. k is the most that any row has, at least
     * 1; a row that has fewer goes on with where it is false.
     */
    Tensor trueFirst();

    /** For each entry of this boolean [B,n], its place in {@link #trueFirst} if it is true, else any; int64 [B,n]. */
    Tensor places();

    /** A tensor of this one's shape and type, each entry {@code value}. */
    Tensor filled(double value);

    /** This boolean tensor selects from {@code yes} where true, from {@code no} where false; all are broadcast. */
    Tensor choose(Tensor yes, Tensor no);

    /** A boolean as 0 or 1 in single precision. */
    Tensor toFloat();

    /** Cut to unsigned 8-bit integers; the values must lie in 0..255. */
    Tensor toBytes();

    /** 2-D convolution of [B,C,h,w] by [O,C,k,k], zero-padded by the given rows and columns. */
    Tensor conv2d(Tensor weight, Tensor bias, int stride, Padding padding);

    /** Doubles height and width of [B,C,h,w] by repeating each pixel. */
    Tensor upsampleNearest2x();

    /** Zero rows and columns added on each side before a convolution. */
    record Padding(int top, int left, int bottom, int right) {
        public static final Padding NONE = new Padding(0, 0, 0, 0);

        public static Padding all(int size) {
            return new Padding(size, size, size, size);
        }
    }
}
