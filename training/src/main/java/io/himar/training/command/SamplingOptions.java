package io.himar.training.command;

import io.himar.model.InvalidConfigException;
import io.himar.model.ModelConfig;
import io.himar.model.Preset;
import io.himar.model.SamplingDefaults;
import io.himar.model.StageSampling;
import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.TokenOrder;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** How to sample, where it is not to be as the model says: one value for both stages, or one for each. */
final class SamplingOptions {
    private static final String BOTH = "VALUE[,VALUE]";

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "${COMPLETION-CANDIDATES}: settings that the model has by this name, unless they are given"
                    + " (default: the model's own)")
    private Preset preset;

    @Option(
            names = "--steps",
            split = ",",
            paramLabel = BOTH,
            description = "autoregressive steps of both stages, or of stage 1 and stage 2")
    private List<Integer> steps = List.of();

    @Option(names = "--guidance", split = ",", paramLabel = BOTH, description = "classifier-free guidance; 1 is none")
    private List<Float> guidance = List.of();

    @Option(names = "--guidance-schedule", split = ",", paramLabel = BOTH, description = "${COMPLETION-CANDIDATES}")
    private List<GuidanceSchedule> schedule = List.of();

    @Option(names = "--sampler", split = ",", paramLabel = BOTH, description = "${COMPLETION-CANDIDATES}")
    private List<SamplerKind> sampler = List.of();

    @Option(names = "--denoising-steps", split = ",", paramLabel = BOTH, description = "steps of the diffusion heads")
    private List<Integer> denoisingSteps = List.of();

    @Option(names = "--temperature", split = ",", paramLabel = BOTH, description = "factor of the samplers' noise")
    private List<Float> temperature = List.of();

    @Option(
            names = "--last-denoising-steps",
            split = ",",
            paramLabel = BOTH,
            description = "denoising steps of the last autoregressive steps, if fewer")
    private List<Integer> lastDenoisingSteps = List.of();

    @Option(
            names = "--unguided-below",
            split = ",",
            paramLabel = BOTH,
            description = "a step whose guidance lies between 1 and this has none")
    private List<Float> unguidedBelow = List.of();

    @Option(names = "--order", split = ",", paramLabel = BOTH, description = "${COMPLETION-CANDIDATES}")
    private List<TokenOrder> order = List.of();

    @Option(
            names = "--guidance-refresh",
            split = ",",
            paramLabel = BOTH,
            description = "denoising steps that go by one difference of guidance; 1 computes it in each")
    private List<Integer> guidanceRefresh = List.of();

    /** @throws IllegalArgumentException naming an option that has more than two values, or one that cannot be */
    SamplingDefaults over(ModelConfig model) {
        try {
            SamplingDefaults defaults = preset == null ? model.sampling() : model.sampling(preset);
            SamplingDefaults chosen = new SamplingDefaults(stage(0, defaults.pivot()), stage(1, defaults.refine()));
            if (model.variant().hierarchical()) {
                checkSteps("stage 1", chosen.pivot().steps(), model.lowTokens());
            }
            checkSteps("stage 2", chosen.refine().steps(), model.denseTokens());
            return chosen;
        } catch (InvalidConfigException e) {
            throw new IllegalArgumentException(asOption(e.getMessage()), e);
        }
    }

    /** What is wrong with {@code sampling.denoising_steps} is wrong with {@code --denoising-steps}. */
    private static String asOption(String message) {
        int end = message.indexOf(':');
        return message.substring(0, end).replace("sampling.", "--").replace('_', '-') + message.substring(end);
    }

    private static void checkSteps(String stage, int steps, int tokens) {
        if (steps > tokens) {
            throw new IllegalArgumentException(
                    "--steps: " + steps + " (expected: at most the tokens of " + stage + ", " + tokens + ")");
        }
    }

    private StageSampling stage(int stage, StageSampling defaults) {
        return new StageSampling(
                chosen("--steps", steps, stage, defaults, StageSampling::steps),
                chosen("--guidance", guidance, stage, defaults, StageSampling::guidance),
                chosen("--guidance-schedule", schedule, stage, defaults, StageSampling::guidanceSchedule),
                chosen("--sampler", sampler, stage, defaults, StageSampling::sampler),
                chosen("--denoising-steps", denoisingSteps, stage, defaults, StageSampling::denoisingSteps),
                chosen("--temperature", temperature, stage, defaults, StageSampling::temperature),
                chosen("--last-denoising-steps", lastDenoisingSteps, stage, defaults, this::last),
                chosen("--unguided-below", unguidedBelow, stage, defaults, StageSampling::unguidedBelow),
                chosen("--order", order, stage, defaults, StageSampling::order),
                chosen("--guidance-refresh", guidanceRefresh, stage, defaults, StageSampling::guidanceRefresh));
    }

    /** A model that does not lessen its denoising steps does not if others are asked for. */
    private Integer last(StageSampling defaults) {
        return denoisingSteps.isEmpty() ? defaults.lastDenoisingSteps() : null;
    }

    private static <T> T chosen(
            String name, List<T> values, int stage, StageSampling defaults, Function<StageSampling, T> otherwise) {
        if (values.size() > 2) {
            throw new IllegalArgumentException(name + ": " + values + " (expected: one value or two)");
        }
        return values.isEmpty() ? otherwise.apply(defaults) : values.get(Math.min(stage, values.size() - 1));
    }
}
