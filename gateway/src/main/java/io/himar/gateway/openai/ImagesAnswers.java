package io.himar.gateway.openai;

import io.himar.gateway.access.Caller;
import io.himar.gateway.connection.Connection;
import io.himar.gateway.generation.GenerationWaits;
import io.himar.gateway.generation.Generations;
import io.himar.storage.jobs.Job;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
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

    /** One answer with all pictures, when the job has ended. Of a client that leaves meanwhile the job is canceled. */
    DeferredResult<Object> whole(Caller caller, Job job, ImagesPlan plan, HttpServletRequest request) {
        WholeAnswer answer = new WholeAnswer(
                plan,
                pictures,
                () -> generations.find(caller, job.id().toString()),
                Connection.of(request)::isLeft,
                settings.timeout().toMillis() + GRACE_MILLIS);
        JobFollower follower = new JobFollower(threads, answer);
        ScheduledFuture<?> looks = regularly(() -> {
            if (answer.isLeftNow()) {
                threads.execute(() -> cancel(caller, job));
            }
        });
        answer.result().onError(failure -> cancel(caller, job));
        answer.result().onCompletion(() -> {
            looks.cancel(false);
            waits.unwatch(job.id(), follower);
        });
        waits.watch(job.id(), follower);
        return answer.result();
    }

    /** Events while the job goes on. A client that leaves is noticed by the next event or heartbeat. */
    ResponseEntity<ResponseBodyEmitter> stream(Caller caller, Job job, ImagesPlan plan) {
        ImagesStream stream = new ImagesStream(
                plan, pictures, json, () -> generations.find(caller, job.id().toString()));
        JobFollower follower = new JobFollower(threads, stream);
        ScheduledFuture<?> heartbeat = regularly(() -> beat(follower, stream));
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

    private ScheduledFuture<?> regularly(Runnable task) {
        long pause = settings.heartbeat().toMillis();
        return clock.scheduleWithFixedDelay(task, pause, pause, TimeUnit.MILLISECONDS);
    }
}
