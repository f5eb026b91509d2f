package io.himar.model.checkpoint;

import io.himar.model.safetensors.DType;
import io.himar.model.safetensors.TensorContent;
import java.io.IOException;
import java.io.InputStream;

/** A floating-point tensor in another precision. */
record ConvertedTensor(TensorContent source, DType dtype) implements TensorContent {

    @Override
    public long[] shape() {
        return source.shape();
    }

    @Override
    public InputStream open() throws IOException {
        if (source.dtype() == dtype) {
            return source.open();
        }
        return new ElementStream(
                source.open(), source.dtype().bytes(), values -> Elements.convert(values, source.dtype(), dtype));
    }
}
