package io.himar.model.checkpoint;

import io.himar.model.safetensors.DType;
import io.himar.model.safetensors.TensorContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A tensor that counts its values that are not finite while they are read. */
final class CheckedTensor implements TensorContent {
    private final TensorContent source;
    private long notFinite;

    CheckedTensor(TensorContent source) {
        this.source = source;
    }

    @Override
    public DType dtype() {
        return source.dtype();
    }

    @Override
    public long[] shape() {
        return source.shape();
    }

    @Override
    public InputStream open() throws IOException {
        notFinite = 0;
        return new ElementStream(source.open(), dtype().bytes(), values -> {
            count(values.duplicate().order(values.order()));
            return values;
        });
    }

    private void count(ByteBuffer values) {
        while (values.hasRemaining()) {
            if (!Double.isFinite(Elements.get(values, dtype()))) {
                notFinite++;
            }
        }
    }

    /** How many of the values read last were infinite or not a number. */
    long notFinite() {
        return notFinite;
    }
}
