package io.himar.standalone.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What to generate; what is null is left to the gateway.
 *
 * @param classOrLabel a class number or a label
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenerationRequest(
        String model, @JsonProperty("class") Object classOrLabel, Integer count, Long seed) {
    /** A class given on a command line: a number when it is one, else a label. */
    public static GenerationRequest of(String model, String classOrLabel, Integer count, Long seed) {
        Object parsed = classOrLabel.chars().allMatch(Character::isDigit) && classOrLabel.length() < 7
                ? Integer.valueOf(classOrLabel)
                : classOrLabel;
        return new GenerationRequest(model, parsed, count, seed);
    }
}
