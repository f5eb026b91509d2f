package io.himar.model;

import io.himar.model.ParameterSpec.Initial;
import java.util.ArrayList;
import java.util.List;

/** Every parameter of a text encoder, under the names that CLIP text models have on Hugging Face. */
public final class TextEncoderParameters {
    /** [V,W]: a row for each token. */
    public static final String TOKEN_EMBEDDING = "text_model.embeddings.token_embedding.weight";

    private static final Initial ZERO = new Initial.Constant(0);
    private static final Initial ONE = new Initial.Constant(1);
    private static final Initial SMALL = new Initial.Normal(0.02);
    private static final List<String> PROJECTIONS = List.of("q_proj", "k_proj", "v_proj", "out_proj");

    private final List<ParameterSpec> specs = new ArrayList<>();

    private TextEncoderParameters() {}

    public static List<ParameterSpec> of(TextEncoderConfig config) {
        TextEncoderParameters parameters = new TextEncoderParameters();
        long width = config.width();
        parameters.add(TOKEN_EMBEDDING, SMALL, config.vocabulary(), width);
        parameters.add("text_model.embeddings.position_embedding.weight", SMALL, config.contextLength(), width);
        for (int i = 0; i < config.layers(); i++) {
            parameters.layer("text_model.encoder.layers." + i, config);
        }
        parameters.norm("text_model.final_layer_norm", width);
        return List.copyOf(parameters.specs);
    }

    private void layer(String name, TextEncoderConfig config) {
        long width = config.width();
        norm(name + ".layer_norm1", width);
        PROJECTIONS.forEach(each -> linear(name + ".self_attn." + each, width, width));
        norm(name + ".layer_norm2", width);
        linear(name + ".mlp.fc1", width, config.mlpWidth());
        linear(name + ".mlp.fc2", config.mlpWidth(), width);
    }

    private void linear(String name, long in, long out) {
        add(name + ".weight", new Initial.Xavier(in, out), out, in);
        add(name + ".bias", ZERO, out);
    }

    private void norm(String name, long width) {
        add(name + ".weight", ONE, width);
        add(name + ".bias", ZERO, width);
    }

    private void add(String name, Initial initial, long... shape) {
        specs.add(ParameterSpec.of(name, initial, shape));
    }
}
