package io.himar.gateway.openai;

import io.himar.gateway.generation.JsonObjectReader;
import io.himar.gateway.problem.FieldProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigInteger;
import java.util.List;

/**
 * A request as the client wrote it: types and field names are right, values are not yet checked. An absent field is
 * null.
 */
@Schema(
        name = "ImagesRequest",
        requiredProperties = "prompt",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
record ImagesRequest(
        @Schema(
                description = "What the images are to show: a class of the model, by its label or its index, or a text"
                        + " for a model that draws texts.",
                example = "seven")
        String prompt,

        @Schema(description = "Id of a model; may be left out if there is only one.", example = "digits")
        String model,

        @Schema(description = "Number of images.", format = "int64", defaultValue = "1", minimum = "1", maximum = "10")
        BigInteger n,

        @Schema(description = "The size that the model makes, or auto.", example = "auto")
        String size,

        @Schema(
                allowableValues = {"low", "medium", "high", "auto"},
                defaultValue = "auto")
        String quality,

        @Schema(
                description = "jpeg only as b64_json.",
                allowableValues = {"png", "jpeg"},
                defaultValue = "png")
        String outputFormat,

        @Schema(
                description = "Quality of a jpeg, 0 to 100.",
                format = "int64",
                minimum = "0",
                maximum = "100",
                defaultValue = "100")
        BigInteger outputCompression,

        @Schema(
                allowableValues = {"b64_json", "url"},
                defaultValue = "b64_json")
        String responseFormat,

        @Schema(
                allowableValues = {"opaque", "auto"},
                defaultValue = "auto")
        String background,

        @Schema(
                description = "Is of no effect here.",
                allowableValues = {"low", "auto"})
        String moderation,

        @Schema(description = "Whether to answer with events, such as image_generation.completed.")
        Boolean stream,

        @Schema(
                description = "With stream: 1 to 3 for the preview of each image, which is all there is; 0 for none.",
                format = "int64",
                minimum = "0",
                maximum = "3")
        BigInteger partialImages,

        @Schema(description = "Is kept as metadata of the generation.", maxLength = 512)
        String safetyIdentifier,

        @Schema(description = "The same, where there is no safety_identifier.", maxLength = 512)
        String user) {

    static ImagesRequest read(byte[] body, List<FieldProblem> problems) {
        JsonObjectReader json = JsonObjectReader.of(body, "{\"prompt\": \"seven\"}", problems);
        ImagesRequest request = new ImagesRequest(
                json.string("prompt"),
                json.string("model"),
                json.integer("n"),
                json.string("size"),
                json.string("quality"),
                json.string("output_format"),
                json.integer("output_compression"),
                json.string("response_format"),
                json.string("background"),
                json.string("moderation"),
                json.truth("stream"),
                json.integer("partial_images"),
                json.string("safety_identifier"),
                json.string("user"));
        json.refuseOtherFields();
        return request;
    }

    boolean streams() {
        return Boolean.TRUE.equals(stream);
    }

    String who() {
        return safetyIdentifier == null || safetyIdentifier.isEmpty() ? user : safetyIdentifier;
    }
}
