package io.himar.gateway.openai;

import io.himar.gateway.generation.GenerationRequest;
import io.himar.model.ModelConfig;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a quality means: so many times the autoregressive steps that the model takes by default, in both stages. */
enum Quality {
    LOW(0.5),
    MEDIUM(1),
    HIGH(2);

    static final String AUTO = "auto";

    private final double times;

    Quality(double times) {
        this.times = times;
    }

    /** The quality of a name, or of {@code auto}, which is that of the model's defaults. */
    static Optional<Quality> of(String name) {
        return name == null || name.equals(AUTO)
                ? Optional.of(MEDIUM)
                : Arrays.stream(values())
                        .filter(each -> each.word().equals(name))
                        .findFirst();
    }

    static String expected() {
        return "one of " + Arrays.stream(values()).map(Quality::word).collect(Collectors.joining(", ")) + ", " + AUTO;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    GenerationRequest.Stage pivot(ModelConfig model) {
        return stage(model.sampling().pivot().steps(), model.lowTokens());
    }

    GenerationRequest.Stage refine(ModelConfig model) {
        return stage(model.sampling().refine().steps(), model.denseTokens());
    }

    private GenerationRequest.Stage stage(int byDefault, int most) {
        long steps = Math.max(1, Math.min(most, Math.round(byDefault * times)));
        return new GenerationRequest.Stage(
                BigInteger.valueOf(steps), null, null, null, null, null, null, null, null, null);
    }
}
