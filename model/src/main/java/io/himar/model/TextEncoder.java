package io.himar.model;

/**
 * Turns a caption's tokens into a context: CLIP's text model up to its last hidden states (Radford et al., 2021,
 * section 2.4; the reference is the package transformers), or ours, which has the same layers. This is the served graph
 * {@code NAME-text}.
 *
 * <p>Captions are padded to one length. CLIP's tokens attend to those before them, so padding changes nothing of the
 * caption's own entries. Ours attend to one another, so padding is hidden from them. Either way the entries of padding
 * mean nothing, and the backbone does not look at them.
 */
public final class TextEncoder {

    /** The token of padding in an encoder of {@link TextEncoderConfig.Kind#WORDS}. */
    public static final long PADDING = 0;

    /** Of CLIP's own activation. */
    private static final double QUICK = 1.702;

    private final Ops ops;
    private final Parameters parameters;
    private final TextEncoderConfig config;

    public TextEncoder(Ops ops, Parameters parameters, TextEncoderConfig config) {
        this.ops = ops;
        this.parameters = parameters.in("text_model");
        this.config = config;
    }

    /**
     * The last hidden states, after the final normalisation.
     *
     * @param ids int64 [B,T]
     * @return [B,T,E]
     */
    public Tensor forward(Tensor ids) {
        Tensor visible = config.kind() == TextEncoderConfig.Kind.CLIP ? null : notPadding(ids);
        Tensor x = parameters
                .get("embeddings.token_embedding.weight")
                .lookup(ids)
                .plus(parameters.get("embeddings.position_embedding.weight"));
        for (int i = 0; i < config.layers(); i++) {
            x = layer(parameters.in("encoder.layers." + i), x, visible);
        }
        return parameters.layerNorm("final_layer_norm", x, config.layerNormEps());
    }

    private static Tensor notPadding(Tensor ids) {
        return ids.clamp(PADDING, PADDING + 1).toFloat();
    }

    private Tensor layer(Parameters layer, Tensor x, Tensor visible) {
        Tensor normed = layer.layerNorm("layer_norm1", x, config.layerNormEps());
        Tensor mixed = x.plus(ops.dropout(attention(layer.in("self_attn"), normed, visible)));
        Tensor hidden = layer.linear("mlp.fc1", layer.layerNorm("layer_norm2", mixed, config.layerNormEps()));
        return mixed.plus(ops.dropout(layer.linear("mlp.fc2", activated(hidden))));
    }

    private Tensor attention(Parameters attention, Tensor x, Tensor visible) {
        Tensor queries = attention.linear("q_proj", x);
        Tensor keys = attention.linear("k_proj", x);
        Tensor values = attention.linear("v_proj", x);
        Tensor attended = visible == null
                ? ops.causalAttention(queries, keys, values, config.heads())
                : ops.attention(queries, keys, values, config.heads(), visible);
        return attention.linear("out_proj", attended);
    }

    private Tensor activated(Tensor hidden) {
        return switch (config.activation()) {
            case GELU -> hidden.gelu();
            case QUICK_GELU -> hidden.times(QUICK).silu().times(1 / QUICK);
        };
    }
}
