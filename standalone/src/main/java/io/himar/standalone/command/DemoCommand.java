package io.himar.standalone.command;

import io.himar.standalone.Suite;
import io.himar.standalone.SuiteException;
import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.GenerationRequest;
import io.himar.standalone.client.ModelCatalogue.Model;
import io.himar.standalone.terminal.Terminal;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description =
                "Start the suite if none runs, generate images of every class as a client would, and download them.")
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private SuiteArguments arguments;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "4",
            description = "Images of each class (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Seed of the first image (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Use the suite at this address and start none (default: the one that runs on --data, if any).")
    private URI url;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out",
            description = "Where the images go (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.detect(System.err, System.getenv());
        Optional<URI> running = Optional.ofNullable(url)
                .or(() -> Suite.running(arguments.options().data()));
        if (running.isPresent()) {
            return generate(running.get(), terminal);
        }
        try (RunningSuite own = RunningSuite.start(arguments.options(), terminal)) {
            return generate(own.suite().address(), terminal);
        }
    }

    private int generate(URI address, Terminal terminal) throws Exception {
        GatewayClient gateway = new GatewayClient(address);
        Model model = gateway.models().models().stream()
                .findFirst()
                .orElseThrow(() -> new SuiteException("The suite at " + address + " serves no model."));
        List<GenerationRequest> requests = IntStream.range(0, model.classes())
                .mapToObj(each -> new GenerationRequest(model.name(), each, count, seed + (long) each * count))
                .toList();
        return new GenerationRun(gateway, terminal, System.out, out).run(requests);
    }
}
