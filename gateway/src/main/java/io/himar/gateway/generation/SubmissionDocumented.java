package io.himar.gateway.generation;

import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How the OpenAPI document describes a request for images and its answers, whatever the images begin with. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@WaitTime.Documented
@IdempotencyKeys.Documented
@ApiResponse(
        responseCode = "202",
        description = "Accepted",
        headers = {
            @Header(
                    name = "Location",
                    description = "The address of the generation.",
                    required = true,
                    schema = @Schema(type = "string", format = "uri-reference")),
            @Header(
                    name = "Idempotency-Replayed",
                    description = "There where the generation was asked for before, under the same Idempotency-Key.",
                    schema = @Schema(type = "string", allowableValues = "true"))
        },
        content = @Content(schema = @Schema(implementation = GenerationView.class)))
@ApiResponse(
        responseCode = "200",
        description = "It has ended within the time that was waited",
        content = @Content(schema = @Schema(implementation = GenerationView.class)))
public @interface SubmissionDocumented {}
