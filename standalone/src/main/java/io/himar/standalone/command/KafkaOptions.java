package io.himar.standalone.command;

import io.himar.standalone.Suite;
import io.himar.standalone.SuiteException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of the commands that talk to Kafka: which one. */
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

    String address() {
        if (kafka != null) {
            return kafka;
        }
        return Suite.runningKafka(data)
                .orElseThrow(() -> new SuiteException("No suite runs on " + data
                        + ": name the address of Kafka with --kafka HOST:PORT, or the suite's data with --data DIR."));
    }
}
