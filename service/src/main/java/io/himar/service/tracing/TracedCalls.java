package io.himar.service.tracing;

import io.himar.storage.objects.ObjectCalls;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.net.URI;
import java.util.Optional;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;

/** What a service asks of others, as part of the trace in which it asks; where there are traces. */
public final class TracedCalls {
    private final Optional<ObservationRegistry> registry;
    private final Optional<Tracer> tracer;
    private final Optional<SharedTransactions> transactions;

    private TracedCalls(Optional<ObservationRegistry> registry, Optional<Tracer> tracer) {
        this.registry = registry;
        this.tracer = tracer;
        this.transactions = tracer.map(SharedTransactions::new);
    }

    TracedCalls(ObservationRegistry registry, OpenTelemetry telemetry) {
        this(Optional.of(registry), Optional.of(telemetry.getTracer("io.himar")));
    }

    /** Nothing is traced. */
    public static TracedCalls none() {
        return new TracedCalls(Optional.empty(), Optional.empty());
    }

    /** Where calls are observed; empty without traces. */
    public Optional<ObservationRegistry> registry() {
        return registry;
    }

    /**
     * The database, each of whose statements is a span where it is in a trace that is taken. Their parameters are not
     * shown.
     *
     * @param url of the database, in JDBC's form
     */
    public DataSource database(DataSource plain, String url) {
        return tracer.map(told -> {
                    StatementListener listener =
                            new StatementListener(told, transactions.orElseThrow(), DatabaseAttributes.of(url));
                    return (DataSource) ProxyDataSourceBuilder.create(plain)
                            .listener(listener)
                            .methodListener(listener)
                            .build();
                })
                .orElse(plain);
    }

    /** Transactions of the database that are for many images; empty without traces. */
    public Optional<SharedTransactions> transactions() {
        return transactions;
    }

    /** The calls of an object storage, each of which is a span where it is in a trace that is taken. */
    public ObjectCalls objects(URI endpoint, String bucket) {
        return tracer.<ObjectCalls>map(told -> new TracedObjects(told, endpoint, bucket))
                .orElse(ObjectCalls.UNWATCHED);
    }
}
