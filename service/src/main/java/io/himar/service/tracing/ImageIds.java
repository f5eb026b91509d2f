package io.himar.service.tracing;

import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The trace of an image has the image's id, without its hyphens, and the span that all others of it are below has the
 * last half of that. So whoever knows an image knows its trace, nothing has to carry it, and it outlives every process.
 * All other ids are random.
 */
final class ImageIds implements IdGenerator {
    private final ThreadLocal<String> image = new ThreadLocal<>();

    static String trace(UUID image) {
        return image.toString().replace("-", "");
    }

    static String root(UUID image) {
        return trace(image).substring(16);
    }

    /** Within this, a span without a parent is that of the whole image. */
    <T> T ofWhole(UUID whole, Supplier<T> begun) {
        image.set(trace(whole));
        try {
            return begun.get();
        } finally {
            image.remove();
        }
    }

    @Override
    public String generateTraceId() {
        String given = image.get();
        return given == null ? IdGenerator.random().generateTraceId() : given;
    }

    @Override
    public String generateSpanId() {
        String given = image.get();
        return given == null ? IdGenerator.random().generateSpanId() : given.substring(16);
    }
}
