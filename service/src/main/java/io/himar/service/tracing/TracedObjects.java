package io.himar.service.tracing;

import io.himar.storage.objects.ObjectCalls;
import io.himar.storage.objects.ObjectStoreException;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.net.URI;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Calls of the object storage as spans, in the words of OpenTelemetry's semantic conventions for S3. They are made
 * where a call is asked for and not where its requests are sent, which is in threads of the client that know of no
 * trace. So no address of a request is seen here, and no signature.
 */
final class TracedObjects implements ObjectCalls {
    private final Tracer tracer;
    private final Attributes storage;

    TracedObjects(Tracer tracer, URI endpoint, String bucket) {
        this.tracer = tracer;
        AttributesBuilder attributes = Attributes.builder()
                .put("rpc.system", "aws-api")
                .put("rpc.service", "S3")
                .put("aws.s3.bucket", bucket)
                .put("server.address", endpoint.getHost());
        if (endpoint.getPort() > 0) {
            attributes.put("server.port", endpoint.getPort());
        }
        this.storage = attributes.build();
    }

    @Override
    public <T> T watch(String operation, String key, Supplier<T> call) {
        if (!Span.current().getSpanContext().isSampled()) {
            return call.get();
        }
        SpanBuilder telling = tracer.spanBuilder("S3." + operation)
                .setSpanKind(SpanKind.CLIENT)
                .setAllAttributes(storage)
                .setAttribute("rpc.method", operation);
        if (!key.isEmpty()) {
            telling.setAttribute("aws.s3.key", key);
        }
        Span span = telling.startSpan();
        try {
            return call.get();
        } catch (ObjectStoreException e) {
            span.setStatus(StatusCode.ERROR, e.getMessage())
                    .setAttribute("error.type", e.reason().name().toLowerCase(Locale.ROOT));
            throw e;
        } finally {
            span.end();
        }
    }
}
