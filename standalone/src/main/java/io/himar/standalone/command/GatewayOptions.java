package io.himar.standalone.command;

import io.himar.standalone.Suite;
import io.himar.standalone.SuiteException;
import io.himar.standalone.client.GatewayClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the commands that talk to a running suite: which one. */
final class GatewayOptions {
    private static final Path DATA = Path.of(".himar");
    private static final URI USUAL = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of the suite's gateway (default: the suite that runs on --data, else"
                    + " http://127.0.0.1:8080).")
    private URI url;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Use the suite that keeps its data here (default: .himar).")
    private Path data;

    @Mixin
    private KeyOption key;

    GatewayClient client() {
        return url == null ? key.client(address(), data == null ? DATA : data) : key.client(url);
    }

    /**
     * These options as they were given, each after a space, for repeating them in another command. In place of a key,
     * which is a secret, it says where one goes.
     */
    String asGiven() {
        String where = url == null ? "" : " --url " + ShellWord.of(url);
        if (url == null && data != null) {
            where = " --data " + ShellWord.of(data);
        }
        return where + key.asGiven();
    }

    private URI address() {
        Optional<URI> running = Suite.running(data == null ? DATA : data);
        if (running.isEmpty() && data != null) {
            throw new SuiteException("No suite runs on " + data + ": start one with ./himar up --data "
                    + ShellWord.of(data) + ", or name the address of another with --url.");
        }
        return running.orElse(USUAL);
    }
}
