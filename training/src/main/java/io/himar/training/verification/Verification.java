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
        Map<String, GraphInput> pivot = random.pivot();
        compare("pivot", exported("pivot", pivot), steps.pivot(network, pivot), deviations);
        Map<String, GraphInput> refine = random.refine();
        compare("refine", exported("refine", refine), steps.refine(network, refine), deviations);
        Map<String, GraphInput> decode = random.decode();
        compare("decode", exported("decode", decode), steps.decode(autoencoder, decode), deviations);
        if (config.conditioning() == Conditioning.TEXT) {
            Map<String, GraphInput> text = random.text();
            Path encoder = model.resolve(ModelExporter.TEXT_ENCODER_FILE);
            compare("text", exported("text", text), steps.text(encoder, text), deviations);
        }
        return deviations;
    }

    private Map<String, float[]> exported(String graph, Map<String, GraphInput> inputs) {
        try {
            Path file = ExportVersion.graph(repository.resolve(config.name() + "-" + graph));
            return OnnxGraph.run(file, inputs, settings.threads());
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
