package io.himar.reliability.suite;

import java.util.Objects;
import java.util.Optional;

/**
 * A version of the services.
 *
 * @param classPath where it is
 * @param databaseParameters what its JDBC address ends with, such as {@code prepareThreshold=0}; empty for nothing
 */
public record Version(String classPath, Optional<String> databaseParameters) {
    public Version {
        Objects.requireNonNull(classPath, "classPath");
        Objects.requireNonNull(databaseParameters, "databaseParameters");
    }

    /** The one that this process is of. */
    public static Version running() {
        return new Version(System.getProperty("java.class.path"), Optional.empty());
    }

    String database(String address) {
        return databaseParameters.map(parameters -> address + "?" + parameters).orElse(address);
    }
}
