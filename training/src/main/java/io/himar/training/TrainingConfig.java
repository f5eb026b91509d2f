package io.himar.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a training run does, read from one file.
 *
 * @param model the model's configuration file, relative to this file
 * @param seed of everything random
 * @param threads of the tensor library
 */
public record TrainingConfig(String model, long seed, int threads, AutoencoderRecipe autoencoder, HiMarRecipe himar) {

    /**
     * @param klWeight weight of the mean divergence of a latent channel from the standard normal, beside the mean squared
     *     error of a pixel
     */
    public record AutoencoderRecipe(int steps, int batchSize, double learningRate, int warmUpSteps, double klWeight) {
        public AutoencoderRecipe {
            positive("autoencoder.steps", steps);
            positive("autoencoder.batch_size", batchSize);
            positive("autoencoder.learning_rate", learningRate);
        }
    }

    /**
     * @param decaySteps the last steps, over which the rate falls to zero along a half cosine; 0 keeps it constant
     * @param ema share of the moving average that each step keeps
     * @param dropout of the backbone
     * @param labelDropout share of images whose class a stage does not see
     * @param conditionRate rho, the share of images that in the end train stage 2 on true condition tokens
     * @param conditionWarmUpSteps steps over which that share rises from 0
     * @param rowsRepeated how often each head sees its rows, with fresh steps and noise
     * @param pivotMask how much of the low-resolution tokens is unknown
     */
    public record HiMarRecipe(
            int steps,
            int batchSize,
            double learningRate,
            int warmUpSteps,
            int decaySteps,
            double weightDecay,
            double clipNorm,
            double ema,
            double dropout,
            double labelDropout,
            double conditionRate,
            int conditionWarmUpSteps,
            int rowsRepeated,
            MaskRatio pivotMask) {
        public HiMarRecipe {
            positive("himar.steps", steps);
            positive("himar.batch_size", batchSize);
            positive("himar.learning_rate", learningRate);
            positive("himar.rows_repeated", rowsRepeated);
            check("himar.ema", ema >= 0 && ema < 1, ema, "in [0,1)");
            check("himar.pivot_mask", pivotMask != null, null, "mean, deviation and least");
        }
    }

    /** A normal distribution cut to [least, 1]. */
    public record MaskRatio(double mean, double deviation, double least) {
        public MaskRatio {
            check("himar.pivot_mask.least", least >= 0 && least < 1, least, "in [0,1)");
            positive("himar.pivot_mask.deviation", deviation);
        }
    }

    /**
     * @throws IllegalArgumentException naming the file and the key that is missing or wrong
     */
    public static TrainingConfig read(Path file) {
        JsonMapper json = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
        try {
            return json.readValue(Files.readAllBytes(file), TrainingConfig.class);
        } catch (IOException e) {
            throw new IllegalArgumentException("the training configuration " + file + " cannot be read: " + e, e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "the training configuration " + file + " is wrong: " + e.getOriginalMessage(), e);
        }
    }

    private static void positive(String key, double value) {
        check(key, value > 0, value, "> 0");
    }

    private static void check(String key, boolean holds, Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(key + ": " + found + " (expected: " + expected + ")");
        }
    }
}
