package io.himar.gateway.generation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What a client should know of a generation, though it goes on.
 *
 * @param code short, stable, machine readable
 * @param field of the request
 * @param message one sentence for people
 * @param words of that field that it is about; none if it is about all of it
 */
@Schema(name = "Warning")
public record Warning(
        @Schema(allowableValues = {"unknown_words", "no_worker"})
        String code,

        String field,
        String message,
        List<String> words) {}
