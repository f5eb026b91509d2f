package io.himar.gateway.openai;

import io.himar.gateway.access.Caller;
import io.himar.gateway.generation.GenerationWaits;
import io.himar.gateway.generation.Generations;
import io.himar.gateway.generation.Status;
import io.himar.gateway.problem.OpenAiError;
import io.himar.storage.jobs.Job;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import tools.jackson.databind.json.JsonMapper;

/** Answers that come when a job has ended, or while it goes on. */
final class ImagesAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(ImagesAnswers.class);
    // The job expires by itself at its time; this is for the case that nobody notices.
    private static final long GRACE_MILLIS = 30_000;

    private final Generations generations;
    private final GenerationWaits waits;
    private final Pictures pictures;
    private final OpenAiSettings settings;
    private final JsonMapper json;
    private final Executor threads;
    private final ScheduledExecutorService clock;

    ImagesAnswers(
            Generations generations,
            GenerationWaits waits,
            Pictures pictures,
            OpenAiSettings settings,
            JsonMapper json,
            Executor threads,
            ScheduledExecutorService clock) {
        this.generations = generations;
        this.waits = waits;
        this.pictures = pictures;
        this.settings = settings;
        this.json = json;
        this.threads = threads;
        this.clock = clock;
    }

    /** One answer with all pictures, when the job has ended. */
    DeferredResult<Object> whole(Caller caller, Job job, ImagesPlan plan) {
        DeferredResult<Object> result = new DeferredResult<>(settings.timeout().toMillis() + GRACE_MILLIS);
        JobFollower follower = new JobFollower(threads, new JobFollower.Look() {
            @Override
            public void now() {
                settleIfEnded(caller, job, plan, result);
            }

            @Override
            public void end() {
                result.setResult(response(
                        OpenAiError.of(HttpStatus.SERVICE_UNAVAILABLE, "stopping", "The server stops; try again.")));
            }
        });
        result.onTimeout(() -> result.setResult(
                response(OpenAiError.of(HttpStatus.GATEWAY_TIMEOUT, "timeout", "No image was made in time."))));
        result.onError(failure -> cancel(caller, job));
        result.onCompletion(() -> waits.unwatch(job.id(), follower));
        waits.watch(job.id(), follower);
        return result;
    }

    private void settleIfEnded(Caller caller, Job job, ImagesPlan plan, DeferredResult<Object> result) {
        try {
            Job now = generations.find(caller, job.id().toString());
            if (Status.of(now).terminal() && !result.isSetOrExpired()) {
                Optional<OpenAiError> failure = Pictures.failure(now);
                result.setResult(
                        failure.isPresent()
                                ? response(failure.get())
                                : ResponseEntity.ok()
                                        .contentType(MediaType.APPLICATION_JSON)
                                        .body(pictures.all(now, plan)));
            }
        } catch (RuntimeException e) {
            result.setErrorResult(e);
        }
    }

    /** Events while the job goes on. A client that leaves is noticed by the next event or heartbeat. */
    ResponseEntity<ResponseBodyEmitter> stream(Caller caller, Job job, ImagesPlan plan) {
        ImagesStream stream = new ImagesStream(
                plan, pictures, json, () -> generations.find(caller, job.id().toString()));
        JobFollower follower = new JobFollower(threads, stream);
        long pause = settings.heartbeat().toMillis();
        ScheduledFuture<?> heartbeat =
                clock.scheduleWithFixedDelay(() -> beat(follower, stream), pause, pause, TimeUnit.MILLISECONDS);
        stream.onEnd(whole -> {
            heartbeat.cancel(false);
            waits.unwatch(job.id(), follower);
            if (!whole) {
                threads.execute(() -> cancel(caller, job));
            }
        });
        waits.watch(job.id(), follower);
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .cacheControl(CacheControl.noStore().noTransform())
                .header("X-Accel-Buffering", "no") // nginx would hold events back
                .body(stream.emitter());
    }

    private static void beat(JobFollower follower, ImagesStream stream) {
        stream.heartbeatIsDue();
        follower.changed();
    }

    private void cancel(Caller caller, Job job) {
        try {
            generations.cancel(caller, job.id().toString());
        } catch (RuntimeException e) {
            LOG.warn("Generation {} of a client that left goes on: {}", job.id(), e.getMessage());
        }
    }

    private static ResponseEntity<Object> response(OpenAiError error) {
        return ResponseEntity.status(error.status())
                .contentType(MediaType.APPLICATION_JSON)
                .body(error.document());
    }
}
