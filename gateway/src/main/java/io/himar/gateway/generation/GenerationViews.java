package io.himar.gateway.generation;

import io.himar.contracts.ImageState;
import io.himar.gateway.model.StageView;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.ImageResult;
import io.himar.storage.jobs.Job;
import io.himar.storage.jobs.Motif;
import io.himar.storage.jobs.StageTimes;
import io.himar.storage.objects.Download;
import io.himar.storage.objects.ObjectStore;
import io.himar.storage.objects.SignedUrl;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Shows jobs to clients: states by their words in the interface, objects by freshly signed URLs. */
public final class GenerationViews {
    private static final String PICTURE = "";
    private static final String PREVIEW = "-preview";
    private static final SignedUrl NO_URL = new SignedUrl(null, null);

    private final ObjectStore objects;
    private final Duration urlValidity;
    private final QueueOutlook queue;
    private final GenerationWarnings warnings;

    /** @param urlValidity how long a signed URL can be used */
    public GenerationViews(ObjectStore objects, Duration urlValidity, QueueOutlook queue, GenerationWarnings warnings) {
        this.objects = objects;
        this.urlValidity = urlValidity;
        this.queue = queue;
        this.warnings = warnings;
    }

    /** The word for the stage that an unfinished image waits for or is in; null for a finished one. */
    public static String stage(ImageState state) {
        return state.terminal() ? null : state == ImageState.REFINING ? "refine" : "pivot";
    }

    /**
     * Shows a job.
     *
     * @param times of its images by their ids; those that are missing are not shown
     * @param root path below which the client reaches the gateway, such as {@code /himar} behind a proxy; empty without
     */
    public GenerationView generation(Job job, Map<UUID, StageTimes> times, String root) {
        return generation(job, times, true, root);
    }

    /** The same without the times of images, and with what is known of pictures but not where they lie. */
    GenerationView withoutSignedUrls(Job job, String root) {
        return generation(job, Map.of(), false, root);
    }

    /** The same as {@link #generation}, with what is known of pictures but not where they lie. */
    public GenerationView withoutSignedUrls(Job job, Map<UUID, StageTimes> times, String root) {
        return generation(job, times, false, root);
    }

    private GenerationView generation(Job job, Map<UUID, StageTimes> times, boolean signed, String root) {
        Workload work = Workload.of(job);
        Status status = Status.of(job);
        Optional<QueuePlace> place = status == Status.QUEUED ? queue.of(job.id()) : Optional.empty();
        return new GenerationView(
                job.id(),
                status,
                work.progress(job),
                job.model(),
                classId(job.motif()),
                prompt(job.motif()),
                job.motif().label(),
                job.images().size(),
                job.baseSeed(),
                job.pivots().draft(),
                counts(job),
                job.priority().name().toLowerCase(Locale.ROOT),
                job.metadata(),
                place.map(QueuePlace::position).orElse(null),
                place.flatMap(QueuePlace::estimatedStartAt).orElse(null),
                job.createdAt(),
                job.startedAt().orElse(null),
                job.finishedAt().orElse(null),
                job.deadlines().startBy().orElse(null),
                job.deadlines().finishBy().orElse(null),
                expiresAt(job),
                job.cancelRequestedAt().orElse(null),
                StageView.of(job.pivot()),
                StageView.of(job.refine()),
                job.images().stream()
                        .map(image ->
                                image(image, job, work, times.getOrDefault(image.id(), StageTimes.NONE), signed, root))
                        .toList(),
                warnings(job),
                GenerationView.Urls.of(job.id(), root));
    }

    /** The index of a class; null of a prompt. */
    public static Integer classId(Motif motif) {
        return motif instanceof Motif.OfClass ofClass ? (Integer) ofClass.id() : null;
    }

    /** The text of a prompt; null of a class. */
    public static String prompt(Motif motif) {
        return motif instanceof Motif.OfText text ? text.prompt() : null;
    }

    private List<Warning> warnings(Job job) {
        List<Warning> found = warnings.of(job);
        return found.isEmpty() ? null : found;
    }

    private ImageView image(Image image, Job job, Workload work, StageTimes times, boolean signed, String root) {
        Optional<Image.Progress> steps = image.state().terminal() ? Optional.empty() : image.progress();
        return new ImageView(
                image.id(),
                image.index(),
                image.seed(),
                Status.of(image),
                stage(image.state()),
                image.attempt(),
                steps.map(Image.Progress::step).orElse(null),
                steps.map(Image.Progress::steps).orElse(null),
                work.progress(image),
                times.startedAt().orElse(null),
                image.finishedAt().orElse(null),
                timings(image, job, times),
                error(image),
                image.sourcePivot().orElse(null),
                pivot(image, root),
                preview(image, job.motif(), signed),
                result(image, job.motif(), signed),
                ImageView.Urls.of(job.id(), image.index(), root));
    }

    /** Once all images were begun, only the deadline for their end is left. */
    private static Instant expiresAt(Job job) {
        boolean waits = job.images().stream().anyMatch(Image::waitsToBegin);
        Optional<Instant> next =
                waits ? job.deadlines().first() : job.deadlines().finishBy();
        return job.status().terminal() ? null : next.orElse(null);
    }

    private static Map<String, Integer> counts(Job job) {
        Map<String, Integer> counts = new TreeMap<>();
        job.images().forEach(image -> counts.merge(Status.of(image).text(), 1, Integer::sum));
        return counts;
    }

    private static ImageView.Timings timings(Image image, Job job, StageTimes times) {
        return times.startedAt().isEmpty()
                ? null
                : new ImageView.Timings(
                        seconds(Optional.of(job.createdAt()), times.startedAt()),
                        seconds(times.pivotBeganAt(), times.refineBeganAt().or(() -> endOfDraft(image, job))),
                        seconds(times.refineBeganAt(), image.finishedAt()));
    }

    /** The pivot is all of a draft. */
    private static Optional<Instant> endOfDraft(Image image, Job job) {
        return image.finishedAt().filter(at -> job.pivots().draft() && image.state() == ImageState.SUCCEEDED);
    }

    private static Double seconds(Optional<Instant> from, Optional<Instant> to) {
        return from.isEmpty() || to.isEmpty()
                ? null
                : Duration.between(from.get(), to.get()).toMillis() / 1000.0;
    }

    /** The pivot of an image, while it is kept; null otherwise. */
    public ImageView.Pivot pivot(Image image, String root) {
        return image.pivotKeptUntil()
                .filter(until -> until.isAfter(Instant.now()))
                .map(until -> ImageView.Pivot.of(image.id(), until, root))
                .orElse(null);
    }

    /** The preview of an image that shows a motif; null if there is none yet. */
    public ImageView.Preview preview(Image image, Motif motif) {
        return preview(image, motif, true);
    }

    /** The preview under an object key. */
    public ImageView.Preview preview(NamedPicture picture, String key) {
        return preview(sign(key, PictureDownloads.shown(picture, PREVIEW)));
    }

    private ImageView.Preview preview(Image image, Motif motif, boolean signed) {
        return image.previewKey()
                .map(key -> signed ? preview(NamedPicture.of(image, motif), key) : preview(NO_URL))
                .orElse(null);
    }

    private static ImageView.Preview preview(SignedUrl url) {
        return new ImageView.Preview(url.url(), url.expiresAt());
    }

    /** The picture of an image that shows a motif; null if there is none. */
    public ImageView.Result result(Image image, Motif motif) {
        return result(image, motif, true);
    }

    private ImageView.Result result(Image image, Motif motif, boolean signed) {
        return image.result()
                .map(result -> result(
                        result,
                        signed
                                ? sign(result.key(), PictureDownloads.shown(NamedPicture.of(image, motif), PICTURE))
                                : NO_URL))
                .orElse(null);
    }

    private static ImageView.Result result(ImageResult result, SignedUrl url) {
        return new ImageView.Result(url.url(), url.expiresAt(), result.width(), result.height(), result.bytes());
    }

    /** A fresh URL of an image's picture. */
    URI picture(Job job, Image image, String key, boolean saved) {
        return url(NamedPicture.of(image, job.motif()), key, PICTURE, saved);
    }

    /** The same of its preview. */
    URI preview(Job job, Image image, String key, boolean saved) {
        return url(NamedPicture.of(image, job.motif()), key, PREVIEW, saved);
    }

    private URI url(NamedPicture picture, String key, String kind, boolean saved) {
        Download download = saved ? PictureDownloads.saved(picture, kind) : PictureDownloads.shown(picture, kind);
        return sign(key, download).url();
    }

    private SignedUrl sign(String key, Download download) {
        return objects.signedUrl(key, urlValidity, download);
    }

    // A reason that is kept while the image is tried again is no error yet.
    private static ImageView.Failure error(Image image) {
        return image.state() == ImageState.FAILED || image.state() == ImageState.EXPIRED
                ? image.failure()
                        .map(failure -> new ImageView.Failure(failure.code(), failure.message()))
                        .orElse(null)
                : null;
    }
}
