package io.himar.standalone.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A generation as the gateway shows it: one request for {@code count} images of one class or one prompt.
 *
 * @param classId null of a prompt
 * @param prompt null of a class
 * @param label the name of the class, or the prompt
 */
public record Generation(
        String id,
        String model,
        @JsonProperty("class") Integer classId,
        String prompt,
        String label,
        int count,
        long seed,
        String status,
        Instant createdAt,
        Instant finishedAt,
        ModelList.Stage pivot,
        ModelList.Stage refine,
        List<Image> images,
        List<Warning> warnings,
        Urls urls) {

    public Generation {
        images = images == null ? List.of() : List.copyOf(images);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }

    /** Whether nothing of it will change any more. */
    public boolean finished() {
        return switch (status) {
            case "succeeded", "failed", "canceled", "expired" -> true;
            default -> false;
        };
    }

    public boolean succeeded() {
        return status.equals("succeeded");
    }

    /** Images that have what they were asked for. */
    public int drawn() {
        return (int) images.stream().filter(image -> image.picture() != null).count();
    }

    /** From the gateway's acceptance to the last image's end, by the gateway's clock. */
    public Optional<Duration> took() {
        return Optional.ofNullable(finishedAt).map(end -> Duration.between(createdAt, end));
    }

    /**
     * One image; {@code stage} is that of an unfinished one, {@code result} is there once it has succeeded,
     * {@code error} once it has failed or expired.
     */
    public record Image(
            String id,
            int index,
            long seed,
            String status,
            String stage,
            Failure error,
            Pivot pivot,
            Picture preview,
            Picture result) {
        Image with(Picture finished) {
            return new Image(id, index, seed, status, stage, error, pivot, preview, finished);
        }

        /** What it was asked for: its result, or the preview of a draft that has succeeded; null if there is none. */
        public Picture picture() {
            boolean draft = status.equals("succeeded") && pivot != null;
            return result == null && draft ? preview : result;
        }
    }

    /** What stage 1 made of an image, while it is kept. */
    public record Pivot(String id, Instant expiresAt) {}

    /** Where a picture can be downloaded until {@code expiresAt}. */
    public record Picture(URI url, Instant expiresAt, Integer width, Integer height, Long bytes) {}

    /** Why an image failed. */
    public record Failure(String code, String message) {}

    /** What is to be known of it, though it goes on. */
    public record Warning(String code, String message) {}

    /** Addresses of a generation, relative to the gateway. */
    public record Urls(String self, String events, String cancel) {}
}
