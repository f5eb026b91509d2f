package io.himar.standalone.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What to generate; what is null is left to the gateway.
 *
 * @param classOrLabel an index, or a word that is a label or an index
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenerationRequest(
        String model, @JsonProperty("class") Object classOrLabel, Integer count, Long seed) {
    /** A class given as a word, which the gateway reads as a label or else as an index. */
    public static GenerationRequest of(String model, String classOrLabel, Integer count, Long seed) {
        return new GenerationRequest(model, classOrLabel, count, seed);
    }
}
