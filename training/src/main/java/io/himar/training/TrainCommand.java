package io.himar.training;

import io.himar.model.AutoencoderParameters;
import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.training.data.Digits;
import io.himar.training.data.LatentCache;
import io.himar.training.diffusion.HiMarTrainer;
import io.himar.training.evaluation.ClassifierTrainer;
import io.himar.training.evaluation.Evaluation;
import io.himar.training.evaluation.SampleGrid;
import io.himar.training.torch.TrainableParameters;
import io.himar.training.verification.VerifyCommand;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
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
        subcommands = VerifyCommand.class)
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

        Digits digits() {
            return Digits.read(data);
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
        var digits = run.digits();
        var values = new AutoencoderTrainer(model, config).train(digits.training(), log);
        var specs = AutoencoderParameters.of(model.vae());
        Weights.write(run.out().resolve("vae.safetensors"), specs, values);
        AutoencoderReport.of(model, values, digits.heldOut()).print();
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
        var digits = run.digits().training();
        var latents = LatentCache.encode(digits, Autoencoders.load(run.out(), model), model);
        int[] labels = digits.stream().mapToInt(Digits.Digit::label).toArray();
        MetricsLog log = new MetricsLog(
                run.out().resolve("himar.csv"), 50, config.himar().steps());
        var averaged = new HiMarTrainer(model, config)
                .train(latents, labels, log, run.out().resolve("checkpoint.safetensors"), every);
        Weights.write(run.out().resolve("model.safetensors"), HiMarParameters.of(model), averaged);
        return 0;
    }

    @Command(name = "classifier", description = "Trains the classifier that judges generated digits.")
    int classifier(@Mixin Run run) {
        TrainingConfig config = run.config();
        var digits = run.digits();
        MetricsLog log = new MetricsLog(
                run.out().resolve("classifier.csv"),
                100,
                ClassifierTrainer.steps(digits.training().size()));
        var values = new ClassifierTrainer(config.seed()).train(digits.training(), log);
        Weights.write(run.out().resolve("classifier.safetensors"), ClassifierTrainer.specs(), values);
        System.out.printf(
                Locale.ROOT, "held-out accuracy %.2f %%%n", 100 * ClassifierTrainer.accuracy(values, digits.heldOut()));
        return 0;
    }

    @Command(name = "evaluate", description = "Generates digits from a trained model and judges them.")
    int evaluate(
            @Mixin Run run,
            @Option(names = "--count", defaultValue = "1000", description = "samples (default: ${DEFAULT-VALUE})")
                    int count,
            @Option(names = "--seed", defaultValue = "1", description = "seed of the first (default: ${DEFAULT-VALUE})")
                    long seed,
            @Mixin Source source) {
        TrainingConfig config = run.config();
        ModelConfig model = run.model(config);
        var network = source.network(run, model);
        var judge = Weights.read(run.out().resolve("classifier.safetensors"), ClassifierTrainer.specs());
        var evaluation = new Evaluation(model, network, Autoencoders.load(run.out(), model), judge);
        var samples = evaluation.generate(count, seed);
        var digits = run.digits();
        System.out.println(Evaluation.describe(samples));
        int compared = Math.min(300, count);
        float[][] some = Arrays.copyOf(samples.pixels(), compared);
        float[][] heldOut = digits.heldOut().stream()
                .limit(compared)
                .map(Digits.Digit::pixels)
                .toArray(float[][]::new);
        System.out.printf(
                Locale.ROOT,
                "median distance to the nearest training digit: samples %.4f, held-out digits %.4f%n",
                Evaluation.medianNearestDistance(some, digits.training()),
                Evaluation.medianNearestDistance(heldOut, digits.training()));
        SampleGrid.write(run.out().resolve("samples.png"), Arrays.copyOf(samples.pixels(), Math.min(200, count)), 20);
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
