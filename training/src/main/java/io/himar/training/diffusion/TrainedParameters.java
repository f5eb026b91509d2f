package io.himar.training.diffusion;

import io.himar.model.Conditioning;
import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.model.ParameterSpec;
import io.himar.model.TextEncoderConfig;
import io.himar.model.TextEncoderParameters;
import java.util.ArrayList;
import java.util.List;

/** What is trained together: the network, and the text encoder of a model that draws texts, unless it is CLIP's. */
public final class TrainedParameters {

    private TrainedParameters() {}

    public static List<ParameterSpec> of(ModelConfig model) {
        List<ParameterSpec> all = new ArrayList<>(HiMarParameters.of(model));
        if (model.conditioning() == Conditioning.TEXT && model.text().kind() == TextEncoderConfig.Kind.WORDS) {
            all.addAll(TextEncoderParameters.of(model.text()));
        }
        return List.copyOf(all);
    }
}
