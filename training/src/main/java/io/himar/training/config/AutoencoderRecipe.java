package io.himar.training.config;

/**
 * How the autoencoder comes about.
 *
 * @param weights a trained autoencoder, {@code vae.safetensors}, to be used as it is, or null to train one
 * @param klWeight weight of the mean divergence of a latent channel from the standard normal, beside the mean squared
 *     error of a pixel
 * @param optimizer not needed where {@code weights} are given
 */
public record AutoencoderRecipe(String weights, double klWeight, OptimizerRecipe optimizer) {

    public AutoencoderRecipe {
        Check.notNegative("kl_weight", klWeight);
        Check.that(
                "optimizer", optimizer != null || weights != null, null, "the optimizer's settings, or else weights");
    }
}
