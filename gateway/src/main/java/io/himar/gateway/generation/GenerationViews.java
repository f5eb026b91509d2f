package io.himar.gateway.generation;

import io.himar.contracts.ImageState;
import io.himar.gateway.model.StageView;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.ImageResult;
import io.himar.storage.jobs.Job;
import io.himar.storage.objects.ObjectStore;
import io.himar.storage.objects.SignedUrl;
import java.time.Duration;
import java.util.Locale;

/** Shows jobs to clients: states by their names in the interface, objects by freshly signed URLs. */
public final class GenerationViews {
    private final ObjectStore objects;
    private final Duration urlValidity;

    /** @param urlValidity how long a signed URL can be used */
    public GenerationViews(ObjectStore objects, Duration urlValidity) {
        this.objects = objects;
        this.urlValidity = urlValidity;
    }

    /**
     * Shows a job.
     *
     * @param root path below which the client reaches the gateway, such as {@code /himar} behind a proxy; empty without
     */
    public GenerationView generation(Job job, String root) {
        return new GenerationView(
                job.id(),
                job.model(),
                job.classId(),
                job.label(),
                job.images().size(),
                job.baseSeed(),
                job.status().text(),
                job.createdAt(),
                job.finishedAt().orElse(null),
                job.cancelRequestedAt().orElse(null),
                StageView.of(job.pivot()),
                StageView.of(job.refine()),
                job.images().stream().map(this::image).toList(),
                GenerationView.Links.of(job.id(), root));
    }

    public ImageView image(Image image) {
        return new ImageView(
                image.id(),
                image.index(),
                image.seed(),
                text(image.state()),
                image.attempt(),
                progress(image),
                error(image),
                preview(image),
                result(image));
    }

    /** The name of a state in the interface. */
    public static String text(ImageState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    public ImageView.Preview preview(Image image) {
        return image.previewKey()
                .map(key -> objects.signedUrl(key, urlValidity))
                .map(url -> new ImageView.Preview(url.url(), url.expiresAt()))
                .orElse(null);
    }

    public ImageView.Result result(Image image) {
        return image.result().map(this::result).orElse(null);
    }

    private ImageView.Result result(ImageResult result) {
        SignedUrl url = objects.signedUrl(result.key(), urlValidity);
        return new ImageView.Result(url.url(), url.expiresAt(), result.width(), result.height(), result.bytes());
    }

    private static ImageView.Progress progress(Image image) {
        return !image.state().terminal()
                ? image.progress()
                        .map(progress -> new ImageView.Progress(stage(image), progress.step(), progress.steps()))
                        .orElse(null)
                : null;
    }

    private static String stage(Image image) {
        return image.state() == ImageState.PIVOTING ? "pivot" : "refine";
    }

    // A reason that is kept while the image is tried again is no error yet.
    private static ImageView.Failure error(Image image) {
        return image.state() == ImageState.FAILED
                ? image.failure()
                        .map(failure -> new ImageView.Failure(failure.code(), failure.message()))
                        .orElse(null)
                : null;
    }
}
