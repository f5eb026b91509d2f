package io.himar.standalone.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * What to generate; what is null or empty is left to the gateway.
 *
 * @param classOrLabel a label as a text, or a class's number as an integer; the gateway decides what a text means
 * @param prompt what to draw, of a model that draws texts; an empty one leaves it to the model
 * @param seed of any size, so that one which is too large is refused by the gateway, which knows the range
 * @param seeds one for each image, in place of count and seed
 * @param draft whether stage 1 is all that is wanted; null for the gateway's own choice
 * @param keepPivot whether the pivots are kept; null likewise
 * @param pivots ids of kept pivots to refine, in place of model, class and stage 1
 * @param metadata what is noted of it
 * @param startBy when a worker must have begun an image: a time, or one from now such as 10m
 * @param finishBy when an image must have ended
 * @param preset the name of settings that the model has for both stages
 * @param pivot settings of stage 1 by the names of the interface, such as {@code steps}
 * @param refine settings of stage 2
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NewGeneration(
        String model,
        @JsonProperty("class") Object classOrLabel,
        @JsonInclude(JsonInclude.Include.NON_NULL) String prompt,
        Integer count,
        BigInteger seed,
        List<BigInteger> seeds,
        Boolean draft,
        Boolean keepPivot,
        List<String> pivots,
        String priority,
        Map<String, String> metadata,
        String startBy,
        String finishBy,
        String preset,
        Map<String, Object> pivot,
        Map<String, Object> refine) {
    public NewGeneration {
        seeds = List.copyOf(seeds);
        pivots = List.copyOf(pivots);
        metadata = Map.copyOf(metadata);
        pivot = Map.copyOf(pivot);
        refine = Map.copyOf(refine);
    }

    /** A request in the model's own settings. */
    public static NewGeneration of(String model, Object classOrLabel, Integer count, Long seed) {
        return of(model, classOrLabel, null, count, seed);
    }

    /** The same of a model that draws texts. */
    public static NewGeneration ofPrompt(String model, String prompt, Integer count, Long seed) {
        return of(model, null, prompt, count, seed);
    }

    private static NewGeneration of(String model, Object classOrLabel, String prompt, Integer count, Long seed) {
        BigInteger first = seed == null ? null : BigInteger.valueOf(seed);
        return new NewGeneration(
                model,
                classOrLabel,
                prompt,
                count,
                first,
                List.of(),
                null,
                null,
                List.of(),
                null,
                Map.of(),
                null,
                null,
                null,
                Map.of(),
                Map.of());
    }
}
