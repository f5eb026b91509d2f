package io.himar.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A second way to a broker, besides the one in the clear: over TLS, and only for a user who says a password (SASL's
 * mechanism PLAIN).
 *
 * @param port TCP port on 127.0.0.1
 * @param certificate PEM file of the broker's certificate
 * @param key PEM file of its private key, in the form of PKCS 8
 */
public record SecuredListener(int port, Path certificate, Path key, String username, String password) {
    private static final String NAME = "SECURED";

    /** On any free port. */
    public static SecuredListener of(Path certificate, Path key, String username, String password) {
        return new SecuredListener(Loopback.port("Kafka", 0), certificate, key, username, password);
    }

    /** What clients put into {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return Loopback.HOST + ":" + port;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "SecuredListener[" + bootstrapServers() + ", username=" + username + "]";
    }

    void addTo(Properties settings) {
        String address = "," + NAME + "://" + bootstrapServers();
        settings.merge("listeners", address, SecuredListener::joined);
        settings.merge("advertised.listeners", address, SecuredListener::joined);
        settings.merge("listener.security.protocol.map", "," + NAME + ":SASL_SSL", SecuredListener::joined);
        String prefix = "listener.name.secured.";
        settings.setProperty(prefix + "sasl.enabled.mechanisms", "PLAIN");
        settings.setProperty(
                prefix + "plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\";"
                        .formatted(username, password.replace("\\", "\\\\").replace("\"", "\\\"")));
        settings.setProperty(prefix + "ssl.keystore.type", "PEM");
        settings.setProperty(prefix + "ssl.keystore.certificate.chain", text(certificate));
        settings.setProperty(prefix + "ssl.keystore.key", text(key));
    }

    private static Object joined(Object one, Object other) {
        return one.toString() + other;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
