package io.himar.standalone.command;

import io.himar.model.onnx.BatchingPolicy;
import io.himar.model.onnx.Precision;
import io.himar.standalone.ModelRepository;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "export", description = "Write the model repository of a model, as Triton serves it.")
final class ExportCommand implements Runnable {
    private static final int MOST_IMAGES = 1024;
    private static final int LONGEST_DELAY = 1000;

    @Spec
    private CommandSpec command;

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

    @Option(
            names = "--max-batch",
            paramLabel = "N",
            defaultValue = "16",
            description = "Most images that one run of a graph takes together, 1 to " + MOST_IMAGES
                    + "; more suit GPUs (default: ${DEFAULT-VALUE}).")
    private int maxBatch;

    @Option(
            names = "--batch-delay",
            paramLabel = "MS",
            defaultValue = "2",
            description = "How long a request may wait for others to share its run, 0 to " + LONGEST_DELAY
                    + " milliseconds (default: ${DEFAULT-VALUE}).")
    private int batchDelay;

    @Override
    public void run() {
        refuseOutside("--max-batch", maxBatch, 1, MOST_IMAGES);
        refuseOutside("--batch-delay", batchDelay, 0, LONGEST_DELAY);
        BatchingPolicy batching = BatchingPolicy.DEFAULT.with(maxBatch, Duration.ofMillis(batchDelay));
        Path target = repository.toAbsolutePath().normalize();
        boolean written = ModelRepository.export(model.toAbsolutePath().normalize(), target, precision, batching);
        System.out.println((written ? "Exported to " : "Already exported to ") + target);
    }

    private void refuseOutside(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    command.commandLine(), option + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }
}
