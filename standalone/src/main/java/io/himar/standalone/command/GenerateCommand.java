package io.himar.standalone.command;

import io.himar.standalone.Suite;
import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.GenerationRequest;
import io.himar.standalone.terminal.Terminal;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "generate", description = "Generate images with a running suite and download them.")
final class GenerateCommand implements Callable<Integer> {
    @Option(
            names = "--class",
            paramLabel = "CLASS",
            required = true,
            description = "Label or number of a class. Where a number is both: label:N or index:N.")
    private String classOrLabel;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "4",
            description = "Images (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            description = "Seed of the first image, each further one takes the next (default: drawn by the gateway).")
    private Long seed;

    @Option(names = "--model", paramLabel = "NAME", description = "Model, needed where the suite serves several.")
    private String model;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Address of the gateway (default: the suite that runs on --data, else http://127.0.0.1:8080).")
    private URI url;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".himar",
            description = "Where the running suite keeps its data (default: ${DEFAULT-VALUE}).")
    private Path data;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out",
            description = "Where the images go (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Override
    public Integer call() throws Exception {
        URI gateway =
                Optional.ofNullable(url).or(() -> Suite.running(data)).orElse(URI.create("http://127.0.0.1:8080"));
        GenerationRun run = new GenerationRun(
                new GatewayClient(gateway), Terminal.detect(System.err, System.getenv()), System.out, out);
        return run.run(List.of(GenerationRequest.of(model, classOrLabel, count, seed)));
    }
}
