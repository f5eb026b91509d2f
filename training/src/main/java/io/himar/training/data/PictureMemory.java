package io.himar.training.data;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Decoded pictures, kept while they fit a budget; what has found a place stays. Safe for use by several threads. */
final class PictureMemory {
    /** Of an array, beside its values. */
    private static final int HEADER = 16;

    private final AtomicReferenceArray<byte[]> kept;
    private final AtomicLong left;

    /**
     * @param pictures how many there are
     * @param budget bytes that they may take
     */
    PictureMemory(int pictures, long budget) {
        this.kept = new AtomicReferenceArray<>(pictures);
        this.left = new AtomicLong(budget);
    }

    /** Bytes that so many pictures of so many values take. */
    static long bytes(int pictures, int values) {
        return (long) pictures * (values + HEADER);
    }

    /** A picture's pixels, or null where it is not kept. */
    byte[] get(int picture) {
        return kept.get(picture);
    }

    void keep(int picture, byte[] pixels) {
        long bytes = bytes(1, pixels.length);
        // Taken first and given back where it was too much, or where another thread has kept the same picture.
        if (left.addAndGet(-bytes) < 0 || !kept.compareAndSet(picture, null, pixels)) {
            left.addAndGet(bytes);
        }
    }
}
