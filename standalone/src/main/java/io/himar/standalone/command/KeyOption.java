package io.himar.standalone.command;

import io.himar.standalone.AdminKey;
import io.himar.standalone.client.GatewayClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the API key to show, where a gateway asks for one. */
final class KeyOption {
    private static final String VARIABLE = "HIMAR_KEY";

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "API key to show to the gateway (default: that of the environment variable " + VARIABLE
                    + ", else the admin key of the suite that runs on --data).")
    private String key;

    /** A client of a gateway that this machine does not run itself. */
    GatewayClient client(URI address) {
        return new GatewayClient(address, given());
    }

    /** A client of the suite that keeps its data here, whose own key its owner can read. */
    GatewayClient client(URI address, Path data) {
        return new GatewayClient(address, given().or(() -> AdminKey.read(data)));
    }

    /** The option, after a space, if it was given; its value is named and not told. */
    String asGiven() {
        return key == null ? "" : " --key KEY";
    }

    private Optional<String> given() {
        return Optional.ofNullable(key)
                .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
                .filter(text -> !text.isBlank());
    }
}
