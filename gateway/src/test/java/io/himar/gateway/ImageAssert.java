package io.himar.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.AbstractAssert;
import tools.jackson.databind.JsonNode;

/** What is expected of one image of a generation. */
public final class ImageAssert extends AbstractAssert<ImageAssert, GenerationDocument.Image> {
    ImageAssert(GenerationDocument.Image image) {
        super(image, ImageAssert.class);
    }

    public ImageAssert isQueued() {
        return is("queued").inStage("pivot");
    }

    public ImageAssert isPivoting() {
        return is("running").inStage("pivot");
    }

    public ImageAssert isRefining() {
        return is("running").inStage("refine");
    }

    public ImageAssert succeeded() {
        return is("succeeded").inStage(null);
    }

    public ImageAssert isCanceled() {
        return is("canceled").inStage(null);
    }

    public ImageAssert failedBecause(String code, String message) {
        is("failed");
        JsonNode error = actual.json().path("error");
        assertThat(error.path("code").stringValue()).isEqualTo(code);
        assertThat(error.path("message").stringValue()).isEqualTo(message);
        return this;
    }

    public ImageAssert hasPreview() {
        assertThat(actual.preview().getPath()).contains("previews/");
        assertThat(actual.preview().getQuery()).as("name to save it under").contains("-preview.png\"");
        return this;
    }

    public ImageAssert hasNoPreview() {
        assertThat(actual.json().has("preview"))
                .as("preview of %s", actual.json())
                .isFalse();
        return this;
    }

    /** Whether its picture can be had until a stated time. */
    public ImageAssert hasResult(int width, int height, int bytes) {
        JsonNode result = actual.json().path("result");
        assertThat(result.has("url")).as("url").isTrue();
        assertThat(actual.result().getQuery()).as("name to save it under").contains(".png\"");
        assertThat(result.has("expires_at")).as("expires_at").isTrue();
        assertThat(result.path("width").intValue()).as("width").isEqualTo(width);
        assertThat(result.path("height").intValue()).as("height").isEqualTo(height);
        assertThat(result.path("bytes").intValue()).as("bytes").isEqualTo(bytes);
        return this;
    }

    public ImageAssert isDone(double progress) {
        assertThat(actual.json().path("progress").doubleValue()).as("progress").isEqualTo(progress);
        return this;
    }

    private ImageAssert inStage(String stage) {
        assertThat(actual.json().path("stage").stringValue(null))
                .as("stage of %s", actual.json())
                .isEqualTo(stage);
        return this;
    }

    private ImageAssert is(String status) {
        assertThat(actual.status()).as("status of %s", actual.json()).isEqualTo(status);
        return this;
    }
}
