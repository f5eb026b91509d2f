package io.himar.standalone.command;

import io.himar.standalone.ModelRepository;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "export", description = "Write the model repository of a model's weights, as Triton serves it.")
final class ExportCommand implements Runnable {
    @Option(
            names = "--weights",
            paramLabel = "DIR",
            defaultValue = "${env:HIMAR_HOME:-.}/weights/digits",
            description = "config.json, model.safetensors and vae.safetensors (default: ${DEFAULT-VALUE}).")
    private Path weights;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "model-repository",
            description = "Where the repository goes; other models there stay (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Override
    public void run() {
        Path repository = out.toAbsolutePath().normalize();
        boolean written = ModelRepository.export(weights.toAbsolutePath().normalize(), repository);
        System.out.println((written ? "Exported to " : "Already exported to ") + repository);
    }
}
