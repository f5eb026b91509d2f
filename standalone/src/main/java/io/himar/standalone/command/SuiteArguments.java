package io.himar.standalone.command;

import io.himar.inference.server.GraphThreads;
import io.himar.model.onnx.Precision;
import io.himar.standalone.Exposure;
import io.himar.standalone.ModelRepository;
import io.himar.standalone.SuiteException;
import io.himar.standalone.SuiteOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of the commands that start a suite. */
final class SuiteArguments {
    private static final String DATA = ".himar";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = DATA,
            description = "Where the suite keeps everything (default: ${DEFAULT-VALUE}).")
    private Path data;

    @Option(
            names = "--weights",
            paramLabel = "DIR",
            defaultValue = "${env:HIMAR_HOME:-.}/weights/digits",
            description = "Folder of a model to serve: config.json, model.safetensors and vae.safetensors. Can be given"
                    + " several times (default: ${DEFAULT-VALUE}; the demo serves scenes beside it).")
    private List<Path> weights;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "fp32",
            converter = PrecisionConverter.class,
            description = "What the models compute in: fp32, or int8, which is faster on CPUs; see docs/precision.md"
                    + " (default: ${DEFAULT-VALUE}).")
    private Precision precision;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Threads that one run of a graph may use; by default all processors up to four, above that half"
                            + " of them and at most 16; see docs/speed.md.")
    private Integer threads;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the gateway, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = Exposure.LOOPBACK,
            description = "Address of this machine that the gateway listens on, 0.0.0.0 for all; others than"
                    + " ${DEFAULT-VALUE} need --keys.")
    private String bind;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "Where others reach the gateway, such as https://himar.example.org behind a proxy: addresses"
                    + " of pictures begin with it (default: the address and the port that it listens on).")
    private URI publicUrl;

    @Option(
            names = "--keys",
            description = "Let nobody in without an API key. The first key is that of HIMAR_ADMIN_KEY, or in the file"
                    + " admin-key of the data; it makes the others: himar keys create.")
    private boolean keys;

    Path data() {
        return data;
    }

    /** {@code --data} as it was given, after a space, for repeating it in another command; empty for the default. */
    String dataAsGiven() {
        return data.equals(Path.of(DATA)) ? "" : " --data " + ShellWord.of(data);
    }

    /** Several models as they are named to {@code himar up}, each after a space; empty for the one of the default. */
    static String asGiven(List<Path> weights) {
        return weights.size() == 1
                ? ""
                : weights.stream()
                        .map(each -> " --weights " + ShellWord.of(each))
                        .collect(Collectors.joining());
    }

    /**
     * What to start a suite with, as far as that can be checked before anything starts.
     *
     * @throws SuiteException in one sentence, when a model cannot be served
     */
    SuiteOptions options() {
        return options(weights);
    }

    /** The same, with the model of scenes beside the default one, unless models were named. */
    SuiteOptions withScenes() {
        boolean named = command.commandLine().getParseResult().hasMatchedOption("--weights");
        Path scenes = weights.get(0).resolveSibling("scenes");
        return options(named || !Files.isDirectory(scenes) ? weights : List.of(weights.get(0), scenes));
    }

    private SuiteOptions options(List<Path> weights) {
        if (port < 0 || port > 65535) {
            throw new ParameterException(
                    command.commandLine(), "--port: " + port + " (expected: 0 to 65535, 0 = any free)");
        }
        if (threads != null && threads < 1) {
            throw new ParameterException(command.commandLine(), "--threads: " + threads + " (expected: 1 or more)");
        }
        SuiteOptions options = new SuiteOptions(
                data,
                weights,
                precision,
                threads == null ? GraphThreads.ofThisMachine() : threads,
                port,
                new Exposure(bind, keys, Optional.ofNullable(publicUrl)));
        ModelRepository.check(options.weights());
        return options;
    }

    /**
     * Refuses what only a new suite could do, where one runs already.
     *
     * @throws SuiteException naming the options that would be passed over
     */
    void refuseToStart(URI running) {
        List<String> passedOver = Stream.of(
                        "--weights", "--precision", "--threads", "--port", "--bind", "--public-url", "--keys")
                .filter(option -> command.commandLine().getParseResult().hasMatchedOption(option))
                .filter(option -> !option.equals("--port") || port != running.getPort())
                .toList();
        if (!passedOver.isEmpty()) {
            String options = String.join(" and ", passedOver);
            throw new SuiteException("A suite runs at " + running + " already, for which " + options
                    + " cannot be chosen any more: leave out " + options
                    + " to use it, or choose another --data and --port to start a second one.");
        }
    }
}
