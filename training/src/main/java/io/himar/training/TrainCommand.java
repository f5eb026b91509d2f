package io.himar.training;

import io.himar.model.AutoencoderParameters;
import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.training.data.LatentCache;
import io.himar.training.data.PictureSets;
import io.himar.training.data.SplitPictures;
import io.himar.training.diffusion.HiMarTrainer;
import io.himar.training.torch.TrainableParameters;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Command line of the trainer: one subcommand for each thing that is trained, and one that judges the result. */
@Command(
        name = "himar-train",
        mixinStandardHelpOptions = true,
        description = "Trains and evaluates himar models on LibTorch.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {EvaluateCommand.class, ClassifierCommand.class})
public final class TrainCommand {

    public static void main(String[] args) {
        CommandLine commands = new CommandLine(new TrainCommand());
        commands.setExecutionExceptionHandler((e, command, parsed) -> {
            Throwable reason = e instanceof CommandLine.ExecutionException && e.getCause() != null ? e.getCause() : e;
            System.err.println("himar-train: " + reason.getMessage());
            return 1;
        });
        System.exit(commands.execute(args));
    }

    /** What every subcommand needs to know. */
    static final class Run {
        @Parameters(index = "0", paramLabel = "CONFIG", description = "the training configuration, a JSON file")
        private Path file;

        @Option(
                names = "--data",
                required = true,
                paramLabel = "DIR",
                description = "the unpacked npm package of the digits")
        private Path data;

        @Option(names = "--out", required = true, paramLabel = "DIR", description = "where results go")
        private Path out;

        TrainingConfig config() {
            TrainingConfig config = TrainingConfig.read(file);
            torch.manual_seed(config.seed());
            torch.set_num_threads(config.threads());
            return config;
        }

        ModelConfig model(TrainingConfig config) {
            return ModelConfig.read(file.resolveSibling(config.model()));
        }

        SplitPictures pictures(ModelConfig model) {
            return PictureSets.open(data, model.imageSize());
        }

        Path out() {
            return out;
        }
    }

    /** Which weights of a run are meant. */
    static final class Source {
        @Option(
                names = "--checkpoint",
                description = "take the moving average of the last checkpoint, not the finished model")
        private boolean checkpoint;

        TrainableParameters network(Run run, ModelConfig model) {
            var specs = HiMarParameters.of(model);
            return checkpoint
                    ? HiMarTrainer.average(model, run.out().resolve("checkpoint.safetensors"))
                    : TrainableParameters.of(specs, Weights.read(run.out().resolve("model.safetensors"), specs));
        }
    }

    @Command(name = "autoencoder", description = "Trains the autoencoder and measures the scale of its latents.")
    int autoencoder(@Mixin Run run) {
        TrainingConfig config = run.config();
        ModelConfig model = run.model(config);
        MetricsLog log = new MetricsLog(
                run.out().resolve("autoencoder.csv"), 50, config.autoencoder().steps());
        var pictures = run.pictures(model);
        var values = new AutoencoderTrainer(model, config).train(pictures.training(), log);
        var specs = AutoencoderParameters.of(model.vae());
        Weights.write(run.out().resolve("vae.safetensors"), specs, values);
        AutoencoderReport.of(model, values, pictures.heldOut()).print();
        return 0;
    }

    @Command(name = "himar", description = "Trains both stages on the latents of a trained autoencoder.")
    int himar(
            @Mixin Run run,
            @Option(
                            names = "--checkpoint-every",
                            defaultValue = "250",
                            paramLabel = "STEPS",
                            description = "steps between two checkpoints (default: ${DEFAULT-VALUE})")
                    int every) {
        TrainingConfig config = run.config();
        ModelConfig model = run.model(config);
        var pictures = run.pictures(model).training();
        var latents = LatentCache.encode(pictures, Autoencoders.load(run.out(), model), model);
        int[] labels = IntStream.range(0, pictures.size()).map(pictures::label).toArray();
        MetricsLog log = new MetricsLog(
                run.out().resolve("himar.csv"), 50, config.himar().steps());
        var averaged = new HiMarTrainer(model, config)
                .train(latents, labels, log, run.out().resolve("checkpoint.safetensors"), every);
        Weights.write(run.out().resolve("model.safetensors"), HiMarParameters.of(model), averaged);
        return 0;
    }

    @Command(
            name = "ship",
            description = "Writes a trained model in half precision, with the picture of its loss, for serving.")
    int ship(
            @Mixin Run run,
            @Mixin Source source,
            @Option(names = "--to", required = true, paramLabel = "DIR", description = "the model directory") Path to) {
        ModelConfig model = run.model(run.config());
        Weights.writeHalf(
                to.resolve("model.safetensors"),
                HiMarParameters.of(model),
                source.network(run, model).values());
        var autoencoder = AutoencoderParameters.of(model.vae());
        Weights.writeHalf(
                to.resolve("vae.safetensors"),
                autoencoder,
                Weights.read(run.out().resolve("vae.safetensors"), autoencoder));
        LossCurve.write(run.out().resolve("himar.csv"), to.resolve("loss.png"));
        return 0;
    }
}
