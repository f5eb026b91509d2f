package io.himar.storage.jobs;

import java.util.Objects;

/**
 * A finished picture in object storage.
 *
 * @param key object key
 * @param width in pixels
 * @param height in pixels
 * @param bytes size of the object
 */
public record ImageResult(String key, int width, int height, long bytes) {
    public ImageResult {
        Objects.requireNonNull(key, "key");
    }
}
