package io.himar.standalone.command;

import io.himar.contracts.Topics;
import io.himar.standalone.Suite;
import io.himar.standalone.SuiteException;
import io.himar.standalone.deadletters.KafkaAccess;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options of the commands that talk to Kafka: which one, and whose topics. */
final class KafkaOptions {
    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Address of a Kafka broker (default: the Kafka of the suite that runs on --data).")
    private String kafka;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".himar",
            description = "Use the suite that keeps its data here (default: .himar).")
    private Path data;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description =
                    "Properties of Kafka's clients, such as security.protocol and sasl.jaas.config, as Kafka's own"
                            + " tools take them (default: none).")
    private Path config;

    @Option(
            names = "--kafka-prefix",
            paramLabel = "PREFIX",
            defaultValue = "${env:HIMAR_KAFKA_PREFIX:-himar}",
            description = "What the names of the topics begin with (default: HIMAR_KAFKA_PREFIX, or else himar).")
    private String prefix;

    KafkaAccess access() {
        return new KafkaAccess(address(), config == null ? Map.of() : properties(), topics());
    }

    private Topics topics() {
        if (!Topics.isPrefix(prefix)) {
            throw new SuiteException("--kafka-prefix: " + prefix + " (expected: " + Topics.PREFIXES + ").");
        }
        return new Topics(prefix);
    }

    private Map<String, String> properties() {
        Properties read = new Properties();
        try (Reader file = Files.newBufferedReader(config)) {
            read.load(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new SuiteException("--kafka-config: " + config + " cannot be read: " + e.getMessage() + ".", e);
        }
        return read.stringPropertyNames().stream().collect(Collectors.toMap(Function.identity(), read::getProperty));
    }

    private String address() {
        if (kafka != null) {
            return kafka;
        }
        return Suite.runningKafka(data)
                .orElseThrow(() -> new SuiteException("No suite runs on " + data
                        + ": name the address of Kafka with --kafka HOST:PORT, or the suite's data with --data DIR."));
    }
}
