package io.himar.training.torch;

import io.himar.model.Ops;
import io.himar.model.Tensor;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The network's operations on LibTorch, computed at once. */
public final class TorchOps implements Ops {
    private final double dropout;

    private TorchOps(double dropout) {
        this.dropout = dropout;
    }

    /** For evaluation, and for training without dropout. */
    public static TorchOps create() {
        return new TorchOps(0);
    }

    /** @param dropout the probability with which an entry is dropped, in [0,1) */
    public static TorchOps withDropout(double dropout) {
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout: " + dropout + " (expected: in [0,1))");
        }
        return new TorchOps(dropout);
    }

    @Override
    public Tensor constant(float[] values, long... shape) {
        return new TorchTensor(Tensors.of(values, shape));
    }

    @Override
    public Tensor index(long value) {
        return new TorchTensor(Tensors.of(new long[] {value}));
    }

    @Override
    public Tensor concat(int axis, Tensor... parts) {
        TensorVector vector = new TensorVector();
        for (Tensor part : parts) {
            vector.push_back(((TorchTensor) part).value());
        }
        return new TorchTensor(torch.cat(vector, axis));
    }

    @Override
    public Tensor attention(Tensor q, Tensor k, Tensor v, int heads, Tensor visible) {
        TensorOptional mask = new TensorOptional();
        if (visible != null) {
            org.bytedeco.pytorch.Tensor keys = value(visible).toType(torch.ScalarType.Bool);
            mask = new TensorOptional(keys.reshape(keys.size(0), 1, 1, keys.size(1)));
        }
        return attention(q, k, v, heads, mask, false);
    }

    @Override
    public Tensor causalAttention(Tensor q, Tensor k, Tensor v, int heads) {
        return attention(q, k, v, heads, new TensorOptional(), true);
    }

    private Tensor attention(Tensor q, Tensor k, Tensor v, int heads, TensorOptional mask, boolean causal) {
        org.bytedeco.pytorch.Tensor mixed = torch.scaled_dot_product_attention(
                split(q, heads), split(k, heads), split(v, heads), mask, dropout, causal, new DoubleOptional(), false);
        return new TorchTensor(mixed.transpose(1, 2).flatten(2, 3));
    }

    /** [B,N,D] as [B,H,N,d]. */
    private static org.bytedeco.pytorch.Tensor split(Tensor joined, int heads) {
        org.bytedeco.pytorch.Tensor x = value(joined);
        return x.view(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
    }

    @Override
    public Tensor pixelAttention(Tensor q, Tensor k, Tensor v, int channels) {
        org.bytedeco.pytorch.Tensor query = value(q);
        long[] sequence = {query.size(0), 1, channels, query.size(2) * query.size(3)};
        org.bytedeco.pytorch.Tensor mixed = torch.scaled_dot_product_attention(
                query.reshape(sequence).transpose(2, 3),
                value(k).reshape(sequence).transpose(2, 3),
                value(v).reshape(sequence).transpose(2, 3),
                new TensorOptional(),
                0,
                false,
                new DoubleOptional(),
                false);
        return new TorchTensor(mixed.transpose(2, 3).reshape(query.size(0), channels, query.size(2), query.size(3)));
    }

    @Override
    public Tensor dropout(Tensor x) {
        return dropout == 0 ? x : new TorchTensor(torch.dropout(value(x), dropout, true));
    }

    @Override
    public Ops withoutDropout() {
        return create();
    }

    /** What a repetition leaves behind, its states apart, is freed at its end and not with the whole loop. */
    @Override
    public List<Tensor> loop(Tensor sequence, List<Tensor> initial, LoopBody body) {
        long steps = value(sequence).size(1);
        PointerScope outer = PointerScope.getInnerScope();
        List<Tensor> states = List.copyOf(initial);
        for (long i = 0; i < steps; i++) {
            try (PointerScope scope = new PointerScope()) {
                states = body.step(index(i), states);
                states.forEach(state -> value(state).retainReference());
            }
            for (Tensor state : states) {
                if (outer != null) {
                    outer.attach(value(state));
                    value(state).releaseReference();
                }
            }
        }
        return states;
    }

    private static org.bytedeco.pytorch.Tensor value(Tensor tensor) {
        return ((TorchTensor) tensor).value();
    }
}
