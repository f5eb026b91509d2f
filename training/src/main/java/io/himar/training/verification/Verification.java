package io.himar.training.verification;

import io.himar.model.Conditioning;
import io.himar.model.ModelConfig;
import io.himar.model.checkpoint.ModelFolder;
import io.himar.model.onnx.ExportVersion;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.onnx.runtime.GraphInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Compares the graphs of an exported model with the same steps on LibTorch, on the same random inputs. */
public final class Verification {
    private final Path model;
    private final Path repository;
    private final Settings settings;
    private final ModelConfig config;

    /**
     * How to compare.
     *
     * @param images batch size
     * @param denoisingSteps steps of each head's chain; few show the same operations as many
     * @param tolerance the largest deviation allowed, relative to the output's largest value
     */
    public record Settings(int images, int denoisingSteps, long seed, double tolerance, int threads) {}

    /**
     * @param model the model's folder, whose weights LibTorch runs
     * @param repository the repository that the model was exported to
     * @throws VerificationException in one sentence, where there is no such export, or one of another shape
     */
    public Verification(Path model, Path repository, Settings settings) {
        this.model = model;
        this.repository = repository;
        this.settings = settings;
        this.config = checked(model);
        Path exported = repository.resolve(config.name() + ".json");
        if (Files.notExists(exported)) {
            throw new VerificationException(
                    "there is no export of " + config.name() + " in " + repository + ": " + exported + " is missing");
        }
        if (!ModelConfig.read(exported).equals(config)) {
            throw new VerificationException(exported + " differs from " + model.resolve(ModelExporter.CONFIG_FILE)
                    + ": export the model again");
        }
    }

    private static ModelConfig checked(Path model) {
        try {
            return ModelFolder.check(model);
        } catch (IOException e) {
            throw new VerificationException(e.getMessage(), e);
        }
    }

    public ModelConfig config() {
        return config;
    }

    /** The deviation of every output. */
    public List<Deviation> run() {
        RandomInputs random = new RandomInputs(config, settings.images(), settings.denoisingSteps(), settings.seed());
        LibTorchSteps steps = new LibTorchSteps(config);
        Path network = model.resolve(ModelExporter.NETWORK_FILE);
        Path autoencoder = model.resolve(ModelExporter.AUTOENCODER_FILE);
        List<Deviation> deviations = new ArrayList<>();
        compare("pivot", graph -> random.pivot(graph.samplerColumns()), in -> steps.pivot(network, in), deviations);
        compare("refine", graph -> random.refine(graph.samplerColumns()), in -> steps.refine(network, in), deviations);
        compare("decode", graph -> random.decode(), in -> steps.decode(autoencoder, in), deviations);
        if (config.conditioning() == Conditioning.TEXT) {
            Path encoder = model.resolve(ModelExporter.TEXT_ENCODER_FILE);
            compare("text", graph -> random.text(), in -> steps.text(encoder, in), deviations);
        }
        return deviations;
    }

    private void compare(
            String name,
            Function<OnnxGraph, Map<String, GraphInput>> drawn,
            Function<Map<String, GraphInput>, Map<String, float[]>> byLibTorch,
            List<Deviation> deviations) {
        Map<String, GraphInput> inputs;
        Map<String, float[]> found;
        // One network in memory at a time.
        try (OnnxGraph graph = OnnxGraph.open(exported(name), settings.threads())) {
            inputs = drawn.apply(graph);
            found = graph.run(inputs);
        }
        compare(name, found, byLibTorch.apply(inputs), deviations);
    }

    private Path exported(String graph) {
        try {
            return ExportVersion.graph(repository.resolve(config.name() + "-" + graph));
        } catch (IOException e) {
            throw new VerificationException(repository + " cannot be read: " + e, e);
        }
    }

    private void compare(
            String graph, Map<String, float[]> found, Map<String, float[]> expected, List<Deviation> deviations) {
        expected.forEach((output, values) -> {
            float[] its = found.get(output);
            if (its == null) {
                throw new VerificationException("the export's " + graph + " graph has no output " + output);
            }
            deviations.add(Deviation.of(graph, output, its, values, settings.tolerance()));
        });
    }
}
