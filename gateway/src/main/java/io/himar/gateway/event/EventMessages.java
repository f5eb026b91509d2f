package io.himar.gateway.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.himar.contracts.ImageState;
import io.himar.contracts.Stage;
import io.himar.contracts.StageProgress;
import io.himar.gateway.generation.GenerationViews;
import io.himar.gateway.generation.ImageView;
import io.himar.gateway.generation.QueuePlace;
import io.himar.gateway.generation.Status;
import io.himar.gateway.generation.Workload;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.ImageChange;
import io.himar.storage.jobs.ImageWork;
import io.himar.storage.jobs.Job;
import io.himar.storage.jobs.JournalEntry;
import io.himar.storage.jobs.StageTimes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** What clients read in a stream. */
final class EventMessages {
    static final String GENERATION = "generation";
    static final String DONE = "done";

    /** Opens a stream, so that its headers leave at once, and says after how many milliseconds to connect again. */
    static final String OPENING = "retry: 1000\n: open\n\n";

    /** Keeps a quiet stream from being closed on its way. */
    static final String HEARTBEAT = ": alive\n\n";

    private final GenerationViews views;
    private final JsonMapper json;

    EventMessages(GenerationViews views, JsonMapper json) {
        this.views = views;
        this.json = json;
    }

    /**
     * A change of an image. Its pictures are shown where the attempt that made them is still the current one.
     *
     * @param generation whose image it is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ImageEvent")
    record ImageMessage(
            UUID generation,
            UUID id,
            int index,
            Status status,
            String stage,
            int attempt,
            Instant at,
            ImageView.Failure error,
            ImageView.Pivot pivot,
            ImageView.Preview preview,
            ImageView.Result result) {}

    /** Autoregressive steps done of a stage (pivot or refine), and the share of the image's whole work. */
    @Schema(name = "ProgressEvent")
    record ProgressMessage(
            UUID generation, UUID id, int index, int attempt, String stage, int step, int steps, double progress) {}

    /** How far from their beginning generations are of which nothing has begun. */
    @Schema(name = "QueueEvent")
    record QueueMessage(List<Place> data) {
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(name = "QueuePlace")
        record Place(UUID generation, int queuePosition, Instant estimatedStartAt) {}
    }

    /**
     * All there was has been told.
     *
     * @param nextCursor for the list of generations behind the newest of those that were told
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ReadyEvent")
    record ReadyMessage(String nextCursor) {}

    /** A generation is gone. */
    @Schema(name = "DeletedEvent")
    record DeletedMessage(UUID generation) {}

    /** @param root path below which the client reaches the gateway */
    String change(JournalEntry entry, String root) {
        ImageChange change = entry.change();
        Image image = entry.image();
        boolean current = change.attempt() == image.attempt();
        boolean refining = change.state() == ImageState.REFINING;
        boolean succeeded = change.state() == ImageState.SUCCEEDED;
        ImageMessage message = new ImageMessage(
                change.jobId(),
                change.imageId(),
                change.index(),
                Status.of(change),
                GenerationViews.stage(change.state()),
                change.attempt(),
                change.at(),
                change.failure()
                        .map(failure -> new ImageView.Failure(failure.code(), failure.message()))
                        .orElse(null),
                current && succeeded ? views.pivot(image, root) : null,
                current && (refining || succeeded) ? views.preview(image, entry.motif()) : null,
                succeeded ? views.result(image, entry.motif()) : null);
        return event(name(change), message);
    }

    private static String name(ImageChange change) {
        Status status = Status.of(change);
        if (status != Status.RUNNING) {
            return status.text();
        }
        return change.state() == ImageState.PIVOTING || change.fromPivot() ? "started" : "preview";
    }

    String progress(ImageWork image, int attempt, StageProgress now) {
        String stage = now.getStage().name().toLowerCase(Locale.ROOT);
        double progress = new Workload(image.pivotCost(), image.refineCost())
                .progress(now.getStage() == Stage.REFINE, now.getStep(), now.getSteps());
        return event(
                "progress",
                new ProgressMessage(
                        image.job(),
                        image.image(),
                        image.index(),
                        attempt,
                        stage,
                        now.getStep(),
                        now.getSteps(),
                        progress));
    }

    /**
     * A whole generation.
     *
     * @param root path below which the client reaches the gateway
     */
    String whole(String name, Job job, Map<UUID, StageTimes> times, String root) {
        return event(name, views.generation(job, times, root));
    }

    String ready(Optional<String> olderCursor) {
        return event("ready", new ReadyMessage(olderCursor.orElse(null)));
    }

    String deleted(UUID job) {
        return event("deleted", new DeletedMessage(job));
    }

    String queue(List<QueuePlace> places) {
        return event(
                "queue",
                new QueueMessage(places.stream()
                        .map(place -> new QueueMessage.Place(
                                place.job(),
                                place.position(),
                                place.estimatedStartAt().orElse(null)))
                        .toList()));
    }

    private String event(String name, Object data) {
        // JSON on one line, as the format wants it.
        return "event: " + name + "\ndata: " + json.writeValueAsString(data) + "\n\n";
    }
}
