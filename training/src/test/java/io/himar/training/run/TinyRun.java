package io.himar.training.run;

import io.himar.model.AutoencoderParameters;
import io.himar.model.ModelConfig;
import io.himar.training.TestPictures;
import io.himar.training.config.TrainingConfig;
import io.himar.training.config.TrainingConfigReader;
import io.himar.training.data.PictureSets;
import io.himar.training.file.Weights;
import io.himar.training.torch.Initializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs of a tiny model on a few pictures, for tests. */
public final class TinyRun {
    private final Path directory;
    private final ObjectNode tree;

    /** Makes pictures and a configuration in a directory; the autoencoder is a given, random one. */
    public TinyRun(Path directory) {
        this.directory = directory;
        JsonMapper json = JsonMapper.shared();
        try {
            ObjectNode model =
                    (ObjectNode) json.readTree(Files.readAllBytes(Path.of("src/test/resources/tiny-model.json")));
            model.put("class_num", TestPictures.CLASSES.size());
            tree = (ObjectNode) json.readTree("""
                            {
                              "data": {"held_out_every": 4, "horizontal_flip": true, "loader_threads": 2},
                              "threads": 1,
                              "device": "cpu",
                              "autoencoder": {"weights": "vae.safetensors"},
                              "network": {
                                "condition_rate": 0.5,
                                "condition_warm_up_steps": 4,
                                "optimizer": {
                                  "steps": 8, "batch_size": 8, "learning_rate": 0.002, "warm_up_steps": 3, "ema": 0.9
                                }
                              },
                              "run": {
                                "log_every": 1, "checkpoint_every": 3, "samples_every": 0, "samples_per_class": 1
                              }
                            }
                            """);
            tree.set("model", model);
            TestPictures.write(directory.resolve("pictures"), 8, 32);
            var specs = AutoencoderParameters.of(modelConfig().vae());
            Weights.write(
                    directory.resolve("vae.safetensors"), specs, Initializer.draw(specs, new SplittableRandom(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ModelConfig modelConfig() {
        return ModelConfig.read(Path.of("src/test/resources/tiny-model.json"));
    }

    /** Changes a value, as JSON, at a path such as {@code /network/optimizer}. */
    TinyRun with(String objectPath, String key, String value) {
        ((ObjectNode) tree.at(objectPath)).set(key, JsonMapper.shared().readTree(value));
        return this;
    }

    public Path pictures() {
        return directory.resolve("pictures");
    }

    public Path configFile() {
        Path file = directory.resolve("config.json");
        try {
            Files.writeString(file, tree.toPrettyString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private TrainingConfig config() {
        TrainingConfig config = TrainingConfigReader.read(configFile());
        return config.withData(config.data().withPath(pictures().toString()));
    }

    /** Runs from the beginning. */
    String train(Path out) {
        TrainingConfig config = config();
        try (RunFolder folder = RunFolder.create(out)) {
            return run(config, folder, () -> {});
        }
    }

    /** Goes on, with this configuration. */
    String resume(Path out) {
        return resume(out, () -> {});
    }

    /** Goes on; {@code opened} happens when the pictures have been opened. */
    String resume(Path out, Runnable opened) {
        TrainingConfig config = config();
        try (RunFolder folder = RunFolder.open(out)) {
            return run(config, folder, opened);
        }
    }

    /** @return what was told */
    private static String run(TrainingConfig config, RunFolder folder, Runnable opened) {
        ChosenDevice.use(config);
        var pictures = PictureSets.open(
                Path.of(config.data().path()), PictureSets.Wanted.by(config, folder.findings()), line -> {});
        opened.run();
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        new TrainingRun(config, folder, pictures, new PrintStream(told, true, StandardCharsets.UTF_8), false).run();
        return told.toString(StandardCharsets.UTF_8);
    }
}
