package io.himar.standalone.command;

import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.TokenOrder;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Adds the options that choose the settings of both stages, such as {@code --pivot-steps}. Texts go to the gateway as
 * they are: it knows the model and says what is expected.
 */
final class StageOptions implements IModelTransformer {
    /** One setting, by its name in the gateway's interface. */
    private record Setting(String field, Class<?> type, String label, String description) {
        String option(String stage) {
            return "--" + stage + "-" + field.replace('_', '-');
        }
    }

    private static final List<Setting> SETTINGS = List.of(
            new Setting("steps", BigInteger.class, "N", "Autoregressive steps, at most the tokens of the stage."),
            new Setting("guidance", Double.class, "SCALE", "Guidance scale; 1 turns guidance off."),
            new Setting(
                    "guidance_schedule",
                    String.class,
                    "NAME",
                    "Guidance over the steps: " + names(GuidanceSchedule.values())),
            new Setting("sampler", String.class, "NAME", "Diffusion sampler: " + names(SamplerKind.values())),
            new Setting("denoising_steps", BigInteger.class, "N", "Steps of the diffusion sampler."),
            new Setting("temperature", Double.class, "T", "Scale of the sampler's noise; less is tamer."),
            new Setting(
                    "last_denoising_steps",
                    BigInteger.class,
                    "N",
                    "Denoising steps of the last autoregressive steps, if fewer."),
            new Setting("unguided_below", Double.class, "SCALE", "Steps of less guidance than this have none."),
            new Setting("order", String.class, "NAME", "Which tokens come first: " + names(TokenOrder.values())),
            new Setting(
                    "guidance_refresh",
                    BigInteger.class,
                    "N",
                    "Denoising steps that go by one difference of guidance; 1 computes it in each."));

    @Override
    public CommandSpec transform(CommandSpec command) {
        return command.addArgGroup(group("pivot", "%nStage 1, the pivot (default: the model's settings):%n", 50))
                .addArgGroup(group("refine", "%nStage 2, the refinement (default: the model's settings):%n", 51));
    }

    /** The settings of a stage that were given. */
    static Map<String, Object> given(CommandSpec command, String stage) {
        Map<String, Object> given = new HashMap<>();
        for (Setting setting : SETTINGS) {
            Object value = command.findOption(setting.option(stage)).getValue();
            if (value != null) {
                given.put(setting.field(), value);
            }
        }
        return given;
    }

    private static ArgGroupSpec group(String stage, String heading, int order) {
        ArgGroupSpec.Builder group = ArgGroupSpec.builder()
                .exclusive(false)
                .validate(false)
                .heading(heading)
                .order(order);
        for (Setting setting : SETTINGS) {
            group.addArg(OptionSpec.builder(setting.option(stage))
                    .type(setting.type())
                    .paramLabel(setting.label())
                    .description(setting.description())
                    .build());
        }
        return group.build();
    }

    private static String names(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ", "", "."));
    }
}
