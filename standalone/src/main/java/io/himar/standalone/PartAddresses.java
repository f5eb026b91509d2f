package io.himar.standalone;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** Where each part listens, as a properties file in the data directory: for metrics, and for looking inside. */
final class PartAddresses {
    /** Kafka's name; its address is {@code host:port}. */
    static final String KAFKA = "kafka";

    private static final String FILE = "addresses.properties";

    private PartAddresses() {}

    /** The address of a part of the suite that keeps its data in this directory, if it was written. */
    static Optional<String> read(Path data, String part) {
        try (Reader file = Files.newBufferedReader(data.resolve(FILE))) {
            Properties addresses = new Properties();
            addresses.load(file);
            return Optional.ofNullable(addresses.getProperty(part));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    /** @param addresses by the part's name */
    static void write(DataDirectory directory, Map<String, String> addresses) {
        Path file = directory.resolve(FILE);
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(addresses)
                .forEach((part, address) ->
                        lines.append(part).append('=').append(address).append('\n'));
        try {
            Files.writeString(file, lines);
        } catch (IOException failure) {
            throw new SuiteException("The file " + file + " cannot be written: " + failure + ".", failure);
        }
    }
}
