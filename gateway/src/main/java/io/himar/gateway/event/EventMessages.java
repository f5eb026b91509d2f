package io.himar.gateway.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.himar.contracts.ImageState;
import io.himar.contracts.Stage;
import io.himar.contracts.StageProgress;
import io.himar.gateway.generation.GenerationViews;
import io.himar.gateway.generation.ImageView;
import io.himar.gateway.generation.Status;
import io.himar.gateway.generation.Workload;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.ImageChange;
import io.himar.storage.jobs.Job;
import io.himar.storage.jobs.StageTimes;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** What clients read in a stream: {@code image}, {@code progress} and, last, {@code done}. */
final class EventMessages {
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

    /** A change of an image's state. Its picture is shown where the attempt that made it is still the current one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ImageMessage(
            UUID id,
            int index,
            Status status,
            String stage,
            int attempt,
            Instant at,
            ImageView.Failure error,
            ImageView.Preview preview,
            ImageView.Result result) {}

    /** Autoregressive steps done of a stage (pivot or refine), and the share of the image's whole work. */
    record ProgressMessage(UUID id, int index, int attempt, String stage, int step, int steps, double progress) {}

    /** Describes a change; the id is the change's. */
    String image(ImageChange change, Image image) {
        boolean current = change.attempt() == image.attempt();
        boolean refining = change.state() == ImageState.REFINING;
        boolean succeeded = change.state() == ImageState.SUCCEEDED;
        ImageMessage message = new ImageMessage(
                change.imageId(),
                change.index(),
                Status.of(change),
                GenerationViews.stage(change.state()),
                change.attempt(),
                change.at(),
                change.failure()
                        .map(failure -> new ImageView.Failure(failure.code(), failure.message()))
                        .orElse(null),
                current && (refining || succeeded) ? views.preview(image) : null,
                succeeded ? views.result(image) : null);
        return "id: " + change.id() + "\n" + event("image", message);
    }

    String progress(UUID image, int index, int attempt, StageProgress now, Workload work) {
        String stage = now.getStage().name().toLowerCase(Locale.ROOT);
        double progress = work.progress(now.getStage() == Stage.REFINE, now.getStep(), now.getSteps());
        return event(
                "progress", new ProgressMessage(image, index, attempt, stage, now.getStep(), now.getSteps(), progress));
    }

    /**
     * Closes a stream with the whole generation, so that nothing has to be fetched after it.
     *
     * @param root path below which the client reaches the gateway
     */
    String done(Job job, Map<UUID, StageTimes> times, long lastId, String root) {
        return "id: " + StreamPosition.doneId(lastId) + "\n" + event("done", views.generation(job, times, root));
    }

    private String event(String name, Object data) {
        // JSON on one line, as the format wants it.
        return "event: " + name + "\ndata: " + json.writeValueAsString(data) + "\n\n";
    }
}
