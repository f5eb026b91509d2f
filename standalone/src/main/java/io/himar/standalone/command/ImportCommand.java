package io.himar.standalone.command;

import io.himar.model.InvalidConfigException;
import io.himar.model.ModelConfig;
import io.himar.model.PublishedModels;
import io.himar.model.checkpoint.ClipTextModel;
import io.himar.model.checkpoint.ImportRequest;
import io.himar.model.checkpoint.ImportedModel;
import io.himar.model.checkpoint.ModelImporter;
import io.himar.model.checkpoint.WeightPrecision;
import io.himar.standalone.SuiteException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "import", description = "Make a model's folder from a released checkpoint and its autoencoder.")
final class ImportCommand implements Runnable {
    @Parameters(
            index = "0",
            paramLabel = "CHECKPOINT",
            description = "The network: checkpoint-last.pth of the released trainer, or safetensors.")
    private Path network;

    @Parameters(index = "1", paramLabel = "AUTOENCODER", description = "The autoencoder: kl16.ckpt, or safetensors.")
    private Path autoencoder;

    @Parameters(index = "2", paramLabel = "MODEL_FOLDER", description = "The folder to make; it must not exist yet.")
    private Path folder;

    @Option(
            names = "--config",
            paramLabel = "NAME|FILE",
            description =
                    "The model's shape: a published size or a configuration file (default: the published size that"
                            + " the tensors have).")
    private String config;

    @Option(names = "--name", paramLabel = "NAME", description = "The model's name (default: the configuration's).")
    private String name;

    @Option(
            names = "--part",
            paramLabel = "KEY",
            description = "The dictionary of the checkpoint to take (default: the averaged weights under a usual name,"
                    + " such as model_ema or ema, else model or state_dict, else the whole file).")
    private String part;

    @Option(
            names = "--text",
            paramLabel = "FOLDER",
            description = "The text encoder of a model that draws texts: a folder of a CLIP model as Hugging Face has"
                    + " them, config.json, model.safetensors and tokenizer.json.")
    private Path text;

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            defaultValue = "source",
            description = "How the weights are stored: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private WeightPrecision precision;

    @Override
    public void run() {
        try {
            print(ModelImporter.run(new ImportRequest(
                    network,
                    autoencoder,
                    folder,
                    Optional.ofNullable(config).map(ImportCommand::config),
                    Optional.ofNullable(name),
                    Optional.ofNullable(part),
                    precision,
                    text == null ? Optional.empty() : Optional.of(ClipTextModel.read(text)))));
        } catch (IOException | InvalidConfigException failure) {
            throw new SuiteException("Nothing was imported: " + failure.getMessage() + ".", failure);
        }
    }

    private static ModelConfig config(String nameOrFile) {
        return PublishedModels.find(nameOrFile).orElseGet(() -> ModelConfig.read(Path.of(nameOrFile)));
    }

    private static void print(ImportedModel imported) {
        System.out.printf(
                Locale.ROOT,
                "Imported %s%s to %s: model.safetensors %,d bytes, vae.safetensors %,d bytes.%n",
                imported.config().name(),
                imported.part().map(key -> " from " + key).orElse(""),
                imported.folder(),
                imported.networkBytes(),
                imported.autoencoderBytes());
        if (!imported.leftParts().isEmpty()) {
            System.out.printf(
                    "The file holds other tensors, too, which were left: %s. Take one with --part.%n",
                    String.join(", ", imported.leftParts()));
        }
        if (!imported.wrappers().isEmpty()) {
            System.out.printf(
                    "Took off what wrappers of the network put into its tensors' names: %s%n",
                    String.join(" ", imported.wrappers()));
        }
        if (!imported.leftOut().isEmpty()) {
            System.out.printf(
                    "Left out %d tensors of the autoencoder's file that an autoencoder has no use for, such as %s.%n",
                    imported.leftOut().size(), imported.leftOut().get(0));
        }
        if (!imported.leftOutOfText().isEmpty()) {
            System.out.printf(
                    "Left out %d tensors of the text encoder's file that it has no use for, such as %s.%n",
                    imported.leftOutOfText().size(), imported.leftOutOfText().get(0));
        }
        System.out.printf("Serve it: ./himar up --weights %s%n", imported.folder());
    }
}
