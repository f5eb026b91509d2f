package io.himar.gateway.generation;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * A request for images as the client wrote it: types and field names are right, values are not yet checked. An absent
 * field is null. Integers are of any size, so that one which is far too large is refused by its range.
 *
 * @param model name of the model, or null for the only one
 * @param classId class by index; exactly one of this and {@code label} is given
 * @param label class by a word, which is a label or else an index
 * @param prompt what the images show, of a model that draws texts; an empty one leaves it to the model
 * @param count number of images
 * @param seed seed of the first image; image i has seed + i
 * @param seeds one seed for each image, in place of {@code count} and {@code seed}
 * @param draft whether stage 1 is all that is wanted
 * @param keepPivot whether the pivots are kept, as those of drafts are
 * @param pivots ids of kept pivots to begin with, in place of model, class and stage 1
 * @param priority the name of a class of priority
 * @param metadata what the client notes of it
 * @param startBy a time, or a time from now
 * @param finishBy the same
 * @param webhook who is told how it has ended, or null for nobody
 * @param preset the name of settings that the model has for both stages, or null for its defaults
 * @param pivot settings of stage 1, or null for the model's own
 * @param refine settings of stage 2, or null for the model's own
 */
@Schema(
        description = "What is absent is chosen by the model, the seed at random.",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record GenerationRequest(
        @Schema(description = "Name of the model; may be left out if there is only one.", example = "digits")
        String model,

        BigInteger classId,
        String label,

        @Schema(
                description = "What the images are to show, for a model that draws texts; of the others, class. It is"
                        + " normalised (NFC). An empty one leaves it to the model. One that has more tokens than the"
                        + " model reads is refused, never cut.",
                maxLength = PromptLimits.LONGEST,
                example = "a red circle above a blue seven")
        String prompt,

        @Schema(description = "Number of images.", format = INTEGER, defaultValue = "1", example = "4")
        BigInteger count,

        @Schema(
                description = "Seed of the first image, 0 to 2^53 - 1; image i has seed + i.",
                format = INTEGER,
                example = "1")
        BigInteger seed,

        @ArraySchema(
                arraySchema =
                        @Schema(
                                description = "A seed for each image, in place of count and seed.",
                                example = "[5, 8, 13]"))
        List<BigInteger> seeds,

        @Schema(
                description =
                        "Stage 1 only: the images succeed with a pivot and its preview, for a fraction of the work.",
                defaultValue = "false")
        Boolean draft,

        @Schema(description = "Keep the pivots of the images, to refine them again.", defaultValue = "false")
        Boolean keepPivot,

        @ArraySchema(
                arraySchema =
                        @Schema(
                                description =
                                        "Kept pivots to refine, in place of model, class, prompt and pivot. Without"
                                                + " seeds each gives the image of its own seed; otherwise each is"
                                                + " refined with each seed."),
                schema = @Schema(format = "uuid"))
        List<String> pivots,

        @Schema(
                description = "Who goes first; an image that waits long rises to the next class.",
                defaultValue = "normal")
        String priority,

        @Schema(
                description = "What you note of it, to find it again: up to 16 texts of 512 characters by names of 64.",
                example = "{\"user\": \"ada\"}")
        Map<String, String> metadata,

        @Schema(
                description = "When a worker must have begun an image, which expires otherwise: a time, or a time from"
                        + " now such as 10m.",
                example = "10m")
        String startBy,

        @Schema(
                description = "When an image must have ended, which expires otherwise: a time, or a time from now.",
                example = "PT1H")
        String finishBy,

        Webhook webhook,

        @Schema(
                description = "How much work may be left out, by name: the settings of both stages are then those that"
                        + " the model has under this name, unless they are given. GET /v1/models shows them.")
        String preset,

        Stage pivot,
        Stage refine) {

    private static final String INTEGER = "int64";

    /** Who is told how the generation has ended. */
    @Schema(
            name = "WebhookRequest",
            description = "Who is told how it has ended, by a signed request (Standard Webhooks 1.0.0).",
            requiredProperties = "url",
            additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
    public record Webhook(
            @Schema(format = "uri", maxLength = 2000, example = "https://studio.example.org/hooks/himar")
            String url,

            @ArraySchema(
                    minItems = 1,
                    arraySchema = @Schema(description = "Which ends are told; all of them where it is left out."),
                    schema =
                            @Schema(
                                    allowableValues = {
                                        "generation.succeeded",
                                        "generation.failed",
                                        "generation.canceled",
                                        "generation.expired"
                                    }))
            List<String> events) {}

    /** Settings of one stage; an absent one is null and means the model's own default. */
    @Schema(
            name = "StageSettings",
            description = "Settings of one stage; what is absent is the model's default.",
            additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
    public record Stage(
            @Schema(
                    description = "Autoregressive steps, from 1 to the number of tokens of the stage.",
                    format = INTEGER,
                    example = "8")
            BigInteger steps,

            @Schema(description = "Guidance scale, 0 to 20; 1 turns guidance off.", example = "2.5")
            Double guidance,

            @Schema(description = "How guidance grows over the steps.")
            String guidanceSchedule,

            @Schema(description = "Diffusion sampler.") String sampler,

            @Schema(format = INTEGER, example = "25") BigInteger denoisingSteps,

            @Schema(description = "Scale of the sampler's noise, 0 to 2.", example = "1.0")
            Double temperature,

            @Schema(
                    description = "Denoising steps of the last autoregressive steps, at most denoising_steps, to which"
                            + " they fall in a few rungs.",
                    format = INTEGER,
                    example = "8")
            BigInteger lastDenoisingSteps,

            @Schema(
                    description = "An autoregressive step whose guidance lies between 1 and this has none, for half its"
                            + " work; 1 leaves no guidance out.",
                    example = "1.2")
            Double unguidedBelow,

            @Schema(description = "Which tokens come first.")
            String order,

            @Schema(
                    description = "The unconditional branch of guidance is computed in the first of every so many"
                            + " denoising steps, and in the others its difference from the conditional one is taken to"
                            + " be what it was; 1 computes it in each.",
                    format = INTEGER,
                    example = "2")
            BigInteger guidanceRefresh) {
        public static final Stage DEFAULTS = new Stage(null, null, null, null, null, null, null, null, null, null);
    }
}
