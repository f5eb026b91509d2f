package io.himar.training.config;

/**
 * How the autoencoder comes about.
 *
 * @param weights a trained autoencoder, {@code vae.safetensors}, to be used as it is, or to begin with where there is
 *     an {@code optimizer}, too; null to begin at random
 * @param train the part that is trained
 * @param klWeight weight of the mean divergence of a latent channel from the standard normal, beside the mean squared
 *     error of a pixel
 * @param optimizer null where {@code weights} are used as they are
 */
public record AutoencoderRecipe(String weights, Part train, double klWeight, OptimizerRecipe optimizer) {

    /** A part of the autoencoder. */
    public enum Part {
        ALL,
        /** The encoder keeps its weights, and so does a network trained on its latents its use. */
        DECODER
    }

    public AutoencoderRecipe {
        Check.that("train", train != null, null, "all or decoder");
        Check.that(
                "train",
                train != Part.DECODER || weights != null,
                "decoder",
                "weights to begin with, too, since a decoder needs a trained encoder");
        Check.notNegative("kl_weight", klWeight);
        Check.that(
                "optimizer", optimizer != null || weights != null, null, "the optimizer's settings, or else weights");
    }

    /** Whether latents change. */
    public boolean trainsEncoder() {
        return trains() && train == Part.ALL;
    }

    /** Whether anything is trained. */
    public boolean trains() {
        return optimizer != null;
    }
}
