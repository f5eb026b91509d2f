package io.himar.model;

/**
 * A network that predicts the noise in latents x_t given the backbone's outputs. What does not depend on x_t is
 * computed before the denoising loop: {@link #time} for all its steps at once, {@link #condition} once.
 */
public sealed interface DiffusionHead permits MlpHead, TransformerHead {

    /** The head of a stage that the model's variant asks for, from the parameters of the whole network. */
    static DiffusionHead of(Ops ops, Parameters parameters, ModelConfig config, Stage stage) {
        Parameters own = parameters.in(prefix(stage));
        return switch (config.variant().head(stage)) {
            case MLP -> new MlpHead(ops, own, config);
            case TRANSFORMER -> new TransformerHead(ops, own, config, config.tokens(stage));
        };
    }

    /** What the names of a stage's head begin with, whichever head it is. */
    static String prefix(Stage stage) {
        return stage == Stage.PIVOT ? "diffloss.net" : "cond_diffloss.net";
    }

    /** Whether tokens see one another, so that all of a stage's are denoised together. */
    boolean joint();

    /** w, the width of time embeddings and conditions. */
    int width();

    /**
     * @param t [B,S,1], steps of the full 1000-step chain
     * @return [B,S,w]
     */
    Tensor time(Tensor t);

    /** Backbone outputs [B,n,D] as this head's condition [B,n,w]. */
    Tensor condition(Tensor z);

    /**
     * @param x [B,n,C]
     * @param time [B,1,w]
     * @param condition [B,n,w]
     * @return the predicted noise and, where the head learns its variance, the interpolation v in [-1,1], else null
     */
    Prediction predict(Tensor x, Tensor time, Tensor condition);

    /**
     * @param noise epsilon, [B,n,C]
     * @param variance v, [B,n,C], or null for a head of fixed variance
     */
    record Prediction(Tensor noise, Tensor variance) {}
}
