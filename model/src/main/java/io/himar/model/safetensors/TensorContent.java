package io.himar.model.safetensors;

import java.io.IOException;
import java.io.InputStream;

/** A tensor whose values are read one after another, so that even a large tensor takes little memory. */
public interface TensorContent {

    DType dtype();

    long[] shape();

    /**
     * The little-endian, row-major values; each call begins anew.
     *
     * @throws IOException naming the file that cannot be read
     */
    InputStream open() throws IOException;

    /** The size of the values. */
    default long bytes() {
        return TensorData.bytes(dtype(), shape());
    }
}
