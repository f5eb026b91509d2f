package io.himar.service.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How brokers are spoken to, and as whom.
 *
 * @param protocol whether over TLS, and whether the client says who it is
 * @param mechanism by which it says so, with SASL
 * @param username needed with SASL, as the password is
 * @param authorities PEM file of the authorities that the brokers' certificates come from; those of the JVM if absent
 * @param certificate PEM file with the client's own certificate, for brokers that ask for one; its key is then needed
 * @param key PEM file with the private key of that certificate, in the form of PKCS 8
 */
public record KafkaSecurity(
        @DefaultValue("plaintext") Protocol protocol,
        @DefaultValue("scram-sha-512") Mechanism mechanism,
        String username,
        Secret password,
        Path authorities,
        Path certificate,
        Path key) {
    private static final String PREFIX = "himar.kafka.security.";

    public KafkaSecurity {
        if (protocol.sasl) {
            Expect.that(username != null && !username.isBlank(), PREFIX + "username", username, "a user, for SASL");
            Expect.that(password != null && !password.isBlank(), PREFIX + "password", null, "a password, for SASL");
        }
        Expect.file(PREFIX + "authorities", authorities);
        Expect.file(PREFIX + "certificate", certificate);
        Expect.file(PREFIX + "key", key);
        Expect.that(
                (certificate == null) == (key == null), PREFIX + "key", key, "given with the certificate, or absent");
    }

    /** Brokers that anybody may speak to, in the clear. */
    public static KafkaSecurity none() {
        return new KafkaSecurity(Protocol.PLAINTEXT, Mechanism.SCRAM_SHA_512, null, null, null, null, null);
    }

    /** The same as properties of Kafka's clients, secrets included; none for brokers in the clear. */
    public Map<String, String> clientProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        if (protocol != Protocol.PLAINTEXT) {
            properties.put("security.protocol", protocol.name());
        }
        if (protocol.sasl) {
            properties.put("sasl.mechanism", mechanism.name().replace('_', '-'));
            properties.put("sasl.jaas.config", login());
        }
        if (protocol.tls && authorities != null) {
            properties.put("ssl.truststore.type", "PEM");
            properties.put("ssl.truststore.location", authorities.toString());
        }
        if (protocol.tls && certificate != null) {
            properties.put("ssl.keystore.type", "PEM");
            properties.put("ssl.keystore.certificate.chain", read(certificate));
            properties.put("ssl.keystore.key", read(key));
        }
        return properties;
    }

    /** Names are those of Kafka's {@code security.protocol}. */
    public enum Protocol {
        PLAINTEXT(false, false),
        SSL(true, false),
        SASL_PLAINTEXT(false, true),
        SASL_SSL(true, true);

        private final boolean tls;
        private final boolean sasl;

        Protocol(boolean tls, boolean sasl) {
            this.tls = tls;
            this.sasl = sasl;
        }
    }

    /** Names are those of Kafka's {@code sasl.mechanism}, with underscores. */
    public enum Mechanism {
        PLAIN("plain.PlainLoginModule"),
        SCRAM_SHA_256("scram.ScramLoginModule"),
        SCRAM_SHA_512("scram.ScramLoginModule");

        private final String login;

        Mechanism(String login) {
            this.login = "org.apache.kafka.common.security." + login;
        }
    }

    private String login() {
        return "%s required username=\"%s\" password=\"%s\";"
                .formatted(mechanism.login, quoted(username), quoted(password.text()));
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
