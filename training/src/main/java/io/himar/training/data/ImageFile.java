package io.himar.training.data;

/**
 * An image file as the index of its folder found it.
 *
 * @param label its class
 * @param name in the folder of its class
 * @param bytes its size
 * @param modified when it was last written, nanoseconds since 1970
 */
record ImageFile(int label, String name, long bytes, long modified) {}
