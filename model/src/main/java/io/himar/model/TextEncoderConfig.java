package io.himar.model;

/**
 * The shape of a text encoder.
 *
 * @param kind CLIP's text model, or the small encoder of ours
 * @param vocabulary tokens that have an embedding
 * @param contextLength T, the slots of a context; shorter captions are padded to it
 * @param width E, of a context's entries
 * @param layers Transformer layers
 * @param mlpWidth width of each layer's MLP between its two linear layers
 * @param activation of the MLPs
 */
public record TextEncoderConfig(
        Kind kind,
        int vocabulary,
        int contextLength,
        int width,
        int layers,
        int heads,
        int mlpWidth,
        Activation activation,
        double layerNormEps) {

    /** Which encoder it is: that decides how captions become tokens, and which tokens attend to which. */
    public enum Kind {
        /** CLIP's text model: a token attends to those before it; {@code tokenizer.json} makes the tokens. */
        CLIP,
        /** Ours: all tokens attend to one another, padding apart; {@code words.txt} lists the words it knows. */
        WORDS
    }

    /** What is between the two linear layers of an MLP. */
    public enum Activation {
        /** {@code x sigmoid(1.702 x)}, as in CLIP's own release. */
        QUICK_GELU,
        /** With the error function. */
        GELU
    }

    public TextEncoderConfig {
        ConfigCheck.that("text.kind", kind != null, null, "clip or words");
        ConfigCheck.that("text.activation", activation != null, null, "quick_gelu or gelu");
        ConfigCheck.positive("text.vocabulary", vocabulary);
        ConfigCheck.positive("text.context_length", contextLength);
        ConfigCheck.positive("text.width", width);
        ConfigCheck.positive("text.layers", layers);
        ConfigCheck.divides("text.heads", heads, "text.width", width);
        ConfigCheck.positive("text.mlp_width", mlpWidth);
        ConfigCheck.that("text.layer_norm_eps", layerNormEps > 0 && layerNormEps < 1, layerNormEps, "between 0 and 1");
    }
}
