package io.himar.model.checkpoint.torch;

import io.himar.model.safetensors.DType;
import io.himar.model.safetensors.TensorContent;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A tensor of a file, its values read from the storage as they are asked for. */
final class StoredTensor implements TensorContent {

    /** What is no row-major view is put in order in memory; a released checkpoint's largest tensor has 26 MB. */
    private static final long LARGEST_REORDERED = 256L << 20;

    private final TorchFile source;
    private final StridedTensor view;

    StoredTensor(TorchFile source, StridedTensor view) {
        this.source = Objects.requireNonNull(source, "source");
        this.view = Objects.requireNonNull(view, "view");
    }

    @Override
    public DType dtype() {
        return view.storage().dtype();
    }

    @Override
    public long[] shape() {
        return view.shape().clone();
    }

    @Override
    public InputStream open() throws IOException {
        if (bytes() == 0) {
            return InputStream.nullInputStream();
        }
        InputStream values = source.open(view.storage(), view.offset());
        return view.contiguous() ? new Limited(values, bytes()) : reordered(values);
    }

    private InputStream reordered(InputStream values) throws IOException {
        try (values) {
            long span = (view.last() - view.offset() + 1) * dtype().bytes();
            if (span > LARGEST_REORDERED) {
                throw new TorchFileException(
                        source.file(),
                        "a tensor that is no row-major view spreads over " + span + " bytes (expected: at most "
                                + LARGEST_REORDERED + ")");
            }
            byte[] bytes = values.readNBytes((int) span);
            if (bytes.length < span) {
                throw truncated();
            }
            return new StridedStream(bytes, dtype().bytes(), view.shape(), view.stride());
        }
    }

    private TorchFileException truncated() {
        return new TorchFileException(source.file(), view.storage().entry() + " is truncated");
    }

    /** The first bytes of a storage; that there are fewer is an error. */
    private final class Limited extends InputStream {
        private final InputStream values;
        private long left;

        Limited(InputStream values, long length) {
            this.values = values;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            int count = values.read(target, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw truncated();
            }
            left -= count;
            return count;
        }

        @Override
        public void close() throws IOException {
            values.close();
        }
    }
}
