package io.himar.training.ablation;

import io.himar.model.ModelConfig;
import io.himar.training.config.TrainingConfig;
import io.himar.training.config.TrainingConfigReader;
import io.himar.training.file.DurableFile;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What every run of an ablation is trained by: one configuration, in which only the design and the seed change. All
 * runs share one autoencoder and its latents.
 */
public final class AblationPlan {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final TrainingConfig base;
    private final Path out;
    private final Path autoencoder;
    private final int steps;

    /**
     * @param base with the path of the pictures
     * @param out the folder of all runs
     * @param autoencoder the folder of a model whose autoencoder is used
     * @param steps of each training; warm-ups and decay shrink or grow with them
     */
    public AblationPlan(TrainingConfig base, Path out, Path autoencoder, int steps) {
        this.base = base;
        this.out = out.toAbsolutePath().normalize();
        this.autoencoder = autoencoder.toAbsolutePath().normalize();
        this.steps = steps;
    }

    Path out() {
        return out;
    }

    Path folder(Design design, long seed) {
        return out.resolve(design + "-seed-" + seed);
    }

    /** @throws io.himar.training.config.InvalidTrainingConfigException naming the key that is wrong */
    TrainingConfig config(Design design, long seed) {
        ObjectNode tree = (ObjectNode) JSON.readTree(TrainingConfigReader.write(base));
        tree.put("seed", seed);
        ((ObjectNode) tree.get("data")).put("cache", out.resolve("latents").toString());
        ObjectNode own = (ObjectNode) tree.get("autoencoder");
        own.put("weights", autoencoder.resolve("vae.safetensors").toString());
        own.put("train", "all").putNull("optimizer"); // used as it is
        model((ObjectNode) tree.get("model"), design);
        budget((ObjectNode) tree.get("network"));
        ((ObjectNode) tree.get("run")).put("samples_every", 0);
        Path file = out.resolve("configs").resolve(folder(design, seed).getFileName() + ".json");
        DurableFile.write(file, tree.toPrettyString() + "\n");
        return TrainingConfigReader.read(file);
    }

    private void model(ObjectNode model, Design design) {
        model.put("name", design.toString());
        model.put(
                "latent_scale",
                ModelConfig.read(autoencoder.resolve("config.json")).latentScale());
        ObjectNode variant = model.putObject("variant");
        variant.put("guidance", design.variant().guidance().toString());
        variant.put("pivot_head", design.variant().pivotHead().toString());
        variant.put("refine_head", design.variant().refineHead().toString());
        variant.put("scale_vector", design.variant().scaleVector());
        ((ObjectNode) model.at("/sampling/refine")).put("steps", design.refineSteps(base.model()));
    }

    private void budget(ObjectNode network) {
        ObjectNode optimizer = (ObjectNode) network.get("optimizer");
        double share = (double) steps / optimizer.get("steps").intValue();
        scale(network, "condition_warm_up_steps", share);
        scale(optimizer, "warm_up_steps", share);
        scale(optimizer, "decay_steps", share);
        optimizer.put("steps", steps);
    }

    private static void scale(ObjectNode tree, String key, double share) {
        tree.put(key, (int) Math.floor(tree.get(key).intValue() * share));
    }

    /** Whether a folder holds a run of exactly this configuration; another one there is an error. */
    static boolean holds(Path folder, TrainingConfig config) {
        Path file = folder.resolve("config.json");
        if (!Files.exists(file)) {
            return false;
        }
        if (!TrainingConfigReader.read(file).equals(config)) {
            throw new IllegalArgumentException(
                    folder + " holds a run of other settings (expected: those asked for; name another folder)");
        }
        return true;
    }
}
