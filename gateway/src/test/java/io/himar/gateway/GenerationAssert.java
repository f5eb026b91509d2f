package io.himar.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.api.AbstractAssert;

/** What is expected of a generation. */
public final class GenerationAssert extends AbstractAssert<GenerationAssert, GenerationDocument> {
    GenerationAssert(GenerationDocument generation) {
        super(generation, GenerationAssert.class);
    }

    public GenerationAssert isQueued() {
        return is("queued");
    }

    public GenerationAssert succeeded() {
        assertThat(actual.json().has("finished_at")).as("finished_at").isTrue();
        return is("succeeded");
    }

    public GenerationAssert isRunning() {
        return is("running");
    }

    /** Whether so many of its images have this status. */
    public GenerationAssert counts(String status, int images) {
        assertThat(actual.json().path("image_counts").path(status).asInt(0))
                .as("image_counts of %s", actual.json())
                .isEqualTo(images);
        return this;
    }

    public GenerationAssert isDone(double progress) {
        assertThat(actual.json().path("progress").doubleValue()).as("progress").isEqualTo(progress);
        return this;
    }

    public GenerationAssert failed() {
        return is("failed");
    }

    public GenerationAssert isCanceled() {
        return is("canceled");
    }

    /** Whether its end was asked for, whether or not it has come. */
    public GenerationAssert isBeingCanceled() {
        is("canceling");
        assertThat(actual.json().has("cancel_requested_at"))
                .as("cancel_requested_at")
                .isTrue();
        return this;
    }

    public GenerationAssert isOf(String model, int classId, String label) {
        assertThat(actual.json().path("model").stringValue()).as("model").isEqualTo(model);
        assertThat(actual.json().path("class").intValue()).as("class").isEqualTo(classId);
        assertThat(actual.json().path("label").stringValue()).as("label").isEqualTo(label);
        return this;
    }

    /** Whether it has one image for each of these seeds, in this order. */
    public GenerationAssert hasImagesOfSeeds(Long... seeds) {
        assertThat(actual.json().path("count").intValue()).as("count").isEqualTo(seeds.length);
        assertThat(actual.images()).extracting(GenerationDocument.Image::seed).isEqualTo(Arrays.asList(seeds));
        return this;
    }

    public GenerationAssert isSampledInStage1By(String sampler) {
        assertThat(actual.json().path("pivot").path("sampler").stringValue()).isEqualTo(sampler);
        return this;
    }

    /** Whether all its links begin with this path; empty is the server's root. */
    public GenerationAssert isLinkedBelow(String root) {
        String self = root + "/v1/generations/" + actual.id();
        assertThat(actual.self()).isEqualTo(self);
        assertThat(actual.events()).isEqualTo(self + "/events");
        assertThat(actual.cancel()).isEqualTo(self + "/cancel");
        return this;
    }

    private GenerationAssert is(String status) {
        assertThat(actual.status()).as("status of %s", actual.json()).isEqualTo(status);
        return this;
    }
}
