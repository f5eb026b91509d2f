package io.himar.service.tracing;

import io.micrometer.observation.ObservationRegistry;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import net.ttddyy.observation.tracing.DataSourceObservationListener;
import net.ttddyy.observation.tracing.JdbcObservationDocumentation;

/** What a service asks of others, as part of the trace in which it asks; where there are traces. */
public final class TracedCalls {
    private final Optional<ObservationRegistry> registry;

    TracedCalls(ObservationRegistry registry) {
        this.registry = Optional.ofNullable(registry);
    }

    /** Nothing is traced. */
    public static TracedCalls none() {
        return new TracedCalls(null);
    }

    /** Where calls are observed; empty without traces. */
    public Optional<ObservationRegistry> registry() {
        return registry;
    }

    /** The database, each of whose statements is a span. Their parameters are not shown. */
    public DataSource database(DataSource plain) {
        return registry.map(observed -> {
                    DataSourceObservationListener listener = new DataSourceObservationListener(observed);
                    listener.setSupportedTypes(Set.of(JdbcObservationDocumentation.QUERY));
                    return (DataSource) ProxyDataSourceBuilder.create(plain)
                            .listener(listener)
                            .methodListener(listener)
                            .build();
                })
                .orElse(plain);
    }
}
