package io.himar.gateway.openai;

import io.himar.gateway.generation.GenerationViews;
import io.himar.gateway.generation.ImageView;
import io.himar.gateway.generation.PromptLimits;
import io.himar.gateway.generation.Status;
import io.himar.gateway.problem.OpenAiError;
import io.himar.model.Conditioning;
import io.himar.model.ModelConfig;
import io.himar.service.models.PromptTokenizers;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.Job;
import io.himar.storage.jobs.Motif;
import io.himar.storage.objects.ObjectStore;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** What a job has drawn, in the shape of that API. */
@Component
final class Pictures {
    private static final String OPAQUE = "opaque";

    private final ObjectStore objects;
    private final GenerationViews views;
    private final PromptTokenizers tokenizers;

    Pictures(ObjectStore objects, GenerationViews views, PromptTokenizers tokenizers) {
        this.objects = objects;
        this.views = views;
        this.tokenizers = tokenizers;
    }

    /** The answer to a request whose job has ended: the pictures that there are. */
    Images all(Job job, ImagesPlan plan) {
        List<Images.Picture> pictures = job.images().stream()
                .filter(image -> image.result().isPresent())
                .map(image -> picture(image, job.motif(), plan))
                .toList();
        return new Images(
                job.createdAt().getEpochSecond(),
                OPAQUE,
                pictures,
                plan.format().word(),
                plan.quality().word(),
                plan.size(),
                plan.request().who(),
                usage(plan, pictures.size()));
    }

    private Images.Picture picture(Image image, Motif motif, ImagesPlan plan) {
        if (plan.urls()) {
            ImageView.Result result = views.result(image, motif);
            return new Images.Picture(null, result.url());
        }
        return new Images.Picture(bytes(image.result().orElseThrow().key(), plan), null);
    }

    /** Stage 1 of an image; it has one preview, so this is all that there is before the picture. */
    Optional<Images.Event> partial(Image image, ImagesPlan plan) {
        return image.previewKey()
                .map(key -> event("image_generation.partial_image", bytes(key, plan), plan, 0, null, null));
    }

    Optional<Images.Event> completed(Image image, ImagesPlan plan) {
        return image.result()
                .map(result -> event(
                        "image_generation.completed",
                        bytes(result.key(), plan),
                        plan,
                        null,
                        plan.request().who(),
                        usage(plan, 1)));
    }

    /** Why there is no picture of this job, which has ended; empty if there is one. */
    static Optional<OpenAiError> failure(Job job) {
        if (job.images().stream().anyMatch(image -> image.result().isPresent())) {
            return Optional.empty();
        }
        Status status = Status.of(job);
        String reason = job.images().stream()
                .flatMap(image -> image.failure().stream())
                .findFirst()
                .map(failure -> failure.message())
                .orElse("No image was made.");
        return Optional.of(
                status == Status.EXPIRED
                        ? OpenAiError.of(HttpStatus.GATEWAY_TIMEOUT, "timeout", "No image was made in time.")
                        : status == Status.CANCELED
                                ? OpenAiError.of(HttpStatus.CONFLICT, "canceled", "The generation was canceled.")
                                : OpenAiError.of(HttpStatus.INTERNAL_SERVER_ERROR, "generation_failed", reason));
    }

    private static Images.Event event(
            String type, String bytes, ImagesPlan plan, Integer partial, String who, Images.Usage usage) {
        return new Images.Event(
                type,
                bytes,
                Instant.now().getEpochSecond(),
                plan.size(),
                plan.quality().word(),
                OPAQUE,
                plan.format().word(),
                partial,
                who,
                usage);
    }

    private Images.Usage usage(ImagesPlan plan, int images) {
        ModelConfig model = plan.model();
        String prompt = plan.request().prompt();
        int read = model.conditioning() == Conditioning.TEXT
                ? tokenizers
                        .tokens(model, PromptLimits.normalised(prompt))
                        .ids()
                        .size()
                : 1;
        return Images.Usage.of(read, (long) images * (model.lowTokens() + model.denseTokens()));
    }

    private String bytes(String key, ImagesPlan plan) {
        return Base64.getEncoder().encodeToString(plan.encoded(objects.get(key)));
    }
}
