package io.himar.model.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.UnaryOperator;

/** A stream of little-endian elements with something done to each, by chunks of whole elements. */
final class ElementStream extends InputStream {
    private static final int CHUNK_ELEMENTS = 1 << 16;

    private final InputStream source;
    private final byte[] chunk;
    private final UnaryOperator<ByteBuffer> work;
    private ByteBuffer ready = ByteBuffer.allocate(0);

    /** @param work is given whole elements and returns what takes their place, ready to be read */
    ElementStream(InputStream source, int elementBytes, UnaryOperator<ByteBuffer> work) {
        this.source = source;
        this.chunk = new byte[CHUNK_ELEMENTS * elementBytes];
        this.work = work;
    }

    @Override
    public int read() throws IOException {
        return fill() ? Byte.toUnsignedInt(ready.get()) : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, ready.remaining());
        ready.get(target, offset, count);
        return count;
    }

    private boolean fill() throws IOException {
        if (!ready.hasRemaining()) {
            int count = source.readNBytes(chunk, 0, chunk.length);
            if (count == 0) {
                return false;
            }
            ready = work.apply(ByteBuffer.wrap(chunk, 0, count).order(ByteOrder.LITTLE_ENDIAN));
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
