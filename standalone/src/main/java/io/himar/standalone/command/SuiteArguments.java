package io.himar.standalone.command;

import io.himar.model.onnx.Precision;
import io.himar.standalone.SuiteOptions;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of the commands that start a suite. */
final class SuiteArguments {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".himar",
            description = "Where the suite keeps everything (default: ${DEFAULT-VALUE}).")
    private Path data;

    @Option(
            names = "--weights",
            paramLabel = "DIR",
            defaultValue = "${env:HIMAR_HOME:-.}/weights/digits",
            description = "Folder of a model to serve: config.json, model.safetensors and vae.safetensors. Can be given"
                    + " several times (default: ${DEFAULT-VALUE}).")
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
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the gateway on 127.0.0.1, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    SuiteOptions options() {
        return new SuiteOptions(data, weights, precision, port);
    }
}
