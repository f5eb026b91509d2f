package io.himar.standalone.command;

import io.himar.model.onnx.Precision;
import io.himar.standalone.ModelRepository;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "export", description = "Write the model repository of a model, as Triton serves it.")
final class ExportCommand implements Runnable {
    @Parameters(
            index = "0",
            paramLabel = "MODEL_FOLDER",
            defaultValue = "${env:HIMAR_HOME:-.}/weights/digits",
            description = "config.json, model.safetensors and vae.safetensors (default: ${DEFAULT-VALUE}).")
    private Path model;

    @Parameters(
            index = "1",
            paramLabel = "REPOSITORY",
            defaultValue = "model-repository",
            description = "Where the repository goes; other models there stay (default: ${DEFAULT-VALUE}).")
    private Path repository;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "fp32",
            converter = PrecisionConverter.class,
            description = "fp32, fp16 (for GPUs), bf16 (half the file) or int8 (for CPUs); see docs/precision.md"
                    + " (default: ${DEFAULT-VALUE}).")
    private Precision precision;

    @Override
    public void run() {
        Path target = repository.toAbsolutePath().normalize();
        boolean written = ModelRepository.export(model.toAbsolutePath().normalize(), target, precision);
        System.out.println((written ? "Exported to " : "Already exported to ") + target);
    }
}
