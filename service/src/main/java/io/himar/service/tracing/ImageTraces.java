package io.himar.service.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.UUID;

/**
 * The traces of images, one each. What happens to an image is a span below that of the whole image, whichever service
 * it happens in; the span of the whole image is told when the image has ended. Safe for use by many threads.
 */
public final class ImageTraces {
    private final Tracer tracer;
    private final EvenSampler sampler;
    private final ImageIds ids;

    ImageTraces(OpenTelemetry telemetry, EvenSampler sampler, ImageIds ids) {
        this.tracer = telemetry.getTracer("io.himar");
        this.sampler = sampler;
        this.ids = ids;
    }

    /** No image has a trace. */
    public static ImageTraces none() {
        return new ImageTraces(OpenTelemetry.noop(), new EvenSampler(0), new ImageIds());
    }

    /** Whether spans of this image go anywhere. */
    public boolean has(UUID image) {
        return sampler.takes(ImageIds.trace(image));
    }

    /** Something that happens to an image; its span is yet to be begun. */
    public SpanBuilder span(UUID image, String name) {
        SpanContext whole = SpanContext.createFromRemoteParent(
                ImageIds.trace(image),
                ImageIds.root(image),
                has(image) ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
        return tracer.spanBuilder(name)
                .setParent(Context.root().with(Span.wrap(whole)))
                .setAttribute("himar.image", image.toString());
    }

    /** The whole of an image, from its admission; its span is yet to be ended. */
    public Span whole(UUID image, Instant from) {
        return ids.ofWhole(
                image,
                () -> tracer.spanBuilder("image")
                        .setNoParent()
                        .setStartTimestamp(from)
                        .setAttribute("himar.image", image.toString())
                        .startSpan());
    }
}
