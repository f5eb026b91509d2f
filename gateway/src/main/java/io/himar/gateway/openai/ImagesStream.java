package io.himar.gateway.openai;

import io.himar.gateway.generation.Status;
import io.himar.gateway.problem.OpenAiError;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.Job;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import tools.jackson.databind.json.JsonMapper;

/** The events of one request: the preview of each image, and the image. Used by one thread at a time. */
final class ImagesStream implements JobFollower.Look {
    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);
    private static final String HEARTBEAT = ": alive\n\n";

    private final ResponseBodyEmitter emitter = new ResponseBodyEmitter(0L); // it ends with the job, not by a clock
    private final ImagesPlan plan;
    private final Pictures pictures;
    private final JsonMapper json;
    private final Supplier<Job> job;
    private final Set<UUID> previewed = new HashSet<>();
    private final Set<UUID> completed = new HashSet<>();
    private final AtomicBoolean heartbeatIsDue = new AtomicBoolean(true); // at once, so that the headers leave
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Consumer<Boolean> onEnd = whole -> {};

    ImagesStream(ImagesPlan plan, Pictures pictures, JsonMapper json, Supplier<Job> job) {
        this.plan = plan;
        this.pictures = pictures;
        this.json = json;
        this.job = job;
        emitter.onError(failure -> finish(false));
        emitter.onCompletion(() -> finish(false));
    }

    ResponseBodyEmitter emitter() {
        return emitter;
    }

    /** @param told once, with whether the client was told everything */
    void onEnd(Consumer<Boolean> told) {
        onEnd = told;
    }

    void heartbeatIsDue() {
        heartbeatIsDue.set(true);
    }

    @Override
    public void now() {
        if (over.get()) {
            return;
        }
        try {
            if (heartbeatIsDue.getAndSet(false)) {
                emitter.send(HEARTBEAT, TEXT);
            }
            Job now = job.get();
            for (Image image : now.images()) {
                tell(image);
            }
            if (Status.of(now).terminal()) {
                end(Pictures.failure(now));
            }
        } catch (IOException | IllegalStateException e) {
            finish(false); // The client left.
        } catch (ErrorResponseException e) {
            endQuietly(OpenAiError.of(e.getBody()));
        } catch (RuntimeException e) {
            endQuietly(OpenAiError.of(
                    HttpStatus.INTERNAL_SERVER_ERROR, "internal_error", "The images could not be read; try again."));
        }
    }

    @Override
    public void end() {
        endQuietly(OpenAiError.of(HttpStatus.SERVICE_UNAVAILABLE, "stopping", "The server stops; try again."));
    }

    private void tell(Image image) throws IOException {
        if (completed.contains(image.id())) {
            return;
        }
        if (plan.partial() && image.previewKey().isPresent() && previewed.add(image.id())) {
            send(pictures.partial(image, plan).orElseThrow());
        }
        if (image.result().isPresent()) {
            completed.add(image.id());
            send(pictures.completed(image, plan).orElseThrow());
        }
    }

    private void send(Images.Event event) throws IOException {
        send(event.type(), event);
    }

    private void send(String name, Object data) throws IOException {
        emitter.send("event: " + name + "\ndata: " + json.writeValueAsString(data) + "\n\n", TEXT);
    }

    private void end(Optional<OpenAiError> failure) throws IOException {
        if (failure.isPresent()) {
            Map<String, Object> document = failure.get().document();
            send("error", document);
        }
        if (finish(true)) {
            emitter.complete();
        }
    }

    private void endQuietly(OpenAiError error) {
        try {
            end(Optional.of(error));
        } catch (IOException | IllegalStateException e) {
            finish(false);
        }
    }

    private boolean finish(boolean whole) {
        boolean first = over.compareAndSet(false, true);
        if (first) {
            onEnd.accept(whole);
        }
        return first;
    }
}
