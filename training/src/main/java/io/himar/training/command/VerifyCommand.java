package io.himar.training.command;

import io.himar.model.ModelConfig;
import io.himar.model.onnx.ModelExporter;
import io.himar.training.verification.Deviation;
import io.himar.training.verification.Verification;
import io.himar.training.verification.VerificationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.commons.io.FileUtils;
import org.bytedeco.pytorch.global.torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks an exported model against LibTorch; 1 is its exit status where they disagree. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Compares an exported model with the same steps on LibTorch, on random inputs.")
final class VerifyCommand implements Callable<Integer> {
    private static final int DISAGREEMENT = 1;

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "NAME|FOLDER",
            description = "the model: its folder, or its name where it lies in ./models or is shipped")
    private String model;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "REPOSITORY",
            description = "what it was exported to (default: model-repository if that holds it, else it is exported"
                    + " anew to a temporary folder)")
    private Path repository;

    @Option(names = "--images", defaultValue = "2", description = "batch size (default: ${DEFAULT-VALUE})")
    private int images;

    @Option(
            names = "--denoising-steps",
            defaultValue = "4",
            description = "steps of each head's chain (default: ${DEFAULT-VALUE})")
    private int denoisingSteps;

    @Option(names = "--seed", defaultValue = "1", description = "of the inputs (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--tolerance",
            defaultValue = "1e-3",
            description = "largest deviation, relative to an output's largest value (default: ${DEFAULT-VALUE})")
    private double tolerance;

    @Override
    public Integer call() throws IOException {
        Least.of("--images", 1, images);
        Least.of("--denoising-steps", 2, denoisingSteps);
        if (!(tolerance > 0)) {
            throw new IllegalArgumentException("--tolerance: " + tolerance + " (expected: above 0)");
        }
        Path folder = folder();
        torch.set_num_threads(Runtime.getRuntime().availableProcessors());
        if (repository != null) {
            return verify(folder, repository, " in " + repository);
        }
        String name =
                ModelConfig.read(folder.resolve(ModelExporter.CONFIG_FILE)).name();
        Path usual = Path.of("model-repository");
        return Files.exists(usual.resolve(name + ".json")) ? verify(folder, usual, " in " + usual) : verifyAnew(folder);
    }

    private int verifyAnew(Path folder) throws IOException {
        Path temporary = Files.createTempDirectory("himar-verify");
        try {
            ModelExporter.export(folder, temporary);
            return verify(folder, temporary, ", exported for this check");
        } finally {
            FileUtils.deleteDirectory(temporary.toFile());
        }
    }

    private int verify(Path folder, Path exported, String where) {
        Verification verification = new Verification(
                folder,
                exported,
                new Verification.Settings(
                        images,
                        denoisingSteps,
                        seed,
                        tolerance,
                        Runtime.getRuntime().availableProcessors()));
        List<Deviation> deviations = verification.run();
        boolean agree = deviations.stream().allMatch(Deviation::acceptable);
        print(verification.config().name() + where, deviations, agree);
        return agree ? 0 : DISAGREEMENT;
    }

    private void print(String what, List<Deviation> deviations, boolean agree) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%s, %d random images, seed %d%n%n", what, images, seed);
        out.printf("%-8s %-10s %12s %12s %12s%n", "graph", "output", "deviation", "relative", "allowed");
        for (Deviation deviation : deviations) {
            out.printf(
                    Locale.ROOT,
                    "%-8s %-10s %12.2e %12.2e %12.2e%s%n",
                    deviation.graph(),
                    deviation.output(),
                    deviation.largest(),
                    deviation.relative(),
                    deviation.allowed(),
                    deviation.acceptable() ? "" : "  too far");
        }
        out.printf("%n%s%n", agree ? "The export agrees with LibTorch." : "The export does not agree with LibTorch.");
        out.flush();
    }

    private Path folder() {
        Path home = Path.of(System.getProperty("himar.home", "."));
        List<Path> places = List.of(
                Path.of(model),
                Path.of("models").resolve(model),
                home.resolve("weights").resolve(model));
        return places.stream()
                .filter(place -> Files.isRegularFile(place.resolve(ModelExporter.CONFIG_FILE)))
                .findFirst()
                .orElseThrow(() -> new VerificationException(
                        "there is no model " + model + ": looked for " + ModelExporter.CONFIG_FILE + " in " + places));
    }
}
