package io.himar.service.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * What the spans of all statements have in common, in the words of OpenTelemetry's semantic conventions for databases.
 */
final class DatabaseAttributes {
    static final String SYSTEM_KEY = "db.system.name";
    static final String SYSTEM = "postgresql";

    private DatabaseAttributes() {}

    /** @param url of the database, in JDBC's form; what is secret in it is left out */
    static Attributes of(String url) {
        AttributesBuilder attributes = Attributes.builder().put(SYSTEM_KEY, SYSTEM);
        Optional<Properties> named = Optional.ofNullable(Driver.parseURL(url, null));
        named.map(PGProperty.PG_DBNAME::getOrDefault).ifPresent(name -> attributes.put("db.namespace", name));
        named.map(PGProperty.PG_HOST::getOrDefault).ifPresent(host -> attributes.put("server.address", host));
        named.map(PGProperty.PG_PORT::getOrDefault)
                // Of several hosts there are as many ports.
                .filter(port -> port.matches("\\d{1,5}"))
                .ifPresent(port -> attributes.put("server.port", Long.parseLong(port)));
        return attributes.build();
    }
}
