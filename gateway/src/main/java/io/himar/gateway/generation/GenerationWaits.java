package io.himar.gateway.generation;

import io.himar.gateway.problem.Problems;
import io.himar.storage.jobs.Job;
import io.himar.storage.jobs.JobReader;
import io.himar.storage.sql.StorageException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.async.DeferredResult;

/** Requests that wait for the end of a generation. None holds a thread: they are told when the database tells of it. */
public final class GenerationWaits {
    private static final Logger LOG = LoggerFactory.getLogger(GenerationWaits.class);
    private static final int MOST = 2000;

    private final Map<UUID, Waiters> waiting = new ConcurrentHashMap<>();
    private final Map<UUID, Set<Watcher>> watching = new ConcurrentHashMap<>();
    private final JobReader reader;
    private final Executor looks;

    /** Whoever wants to look at a job after each of its changes. The methods must return at once. */
    public interface Watcher {
        /** It has changed, or may have. */
        void changed();

        /** Nothing more is told, since the gateway stops. */
        void ended();
    }

    /** Who waits for one job. */
    private record Waiters(String tenant, Set<Runnable> all) {
        Waiters(String tenant) {
            this(tenant, ConcurrentHashMap.newKeySet());
        }
    }

    /** @param looks where the database is asked, one after the other */
    public GenerationWaits(JobReader reader, Executor looks) {
        this.reader = reader;
        this.looks = looks;
    }

    /** To be told of every change of a job. */
    public void changed(UUID job) {
        if (waiting.containsKey(job)) {
            looks.execute(() -> look(job));
        }
        watching.getOrDefault(job, Set.of()).forEach(Watcher::changed);
    }

    /** To be told when changes may have been missed. */
    public void connected() {
        waiting.keySet().forEach(this::changed);
        watching.keySet().forEach(this::changed);
    }

    /** Tells all that wait that they wait no longer. */
    public void endAll() {
        waiting.keySet().forEach(this::tell);
        watching.values().forEach(those -> those.forEach(Watcher::ended));
    }

    /**
     * Tells a watcher of each change of a job, at first of those before.
     *
     * @throws org.springframework.web.ErrorResponseException 503, if too many are watched
     */
    public void watch(UUID job, Watcher watcher) {
        if (watching.size() >= MOST) {
            throw Problems.unavailable("Too many generations are waited for (at most " + MOST + ").");
        }
        watching.compute(job, (id, those) -> {
            Set<Watcher> all = those == null ? ConcurrentHashMap.newKeySet() : those;
            all.add(watcher);
            return all;
        });
        watcher.changed();
    }

    public void unwatch(UUID job, Watcher watcher) {
        watching.computeIfPresent(job, (id, those) -> {
            those.remove(watcher);
            return those.isEmpty() ? null : those;
        });
    }

    /**
     * Answers when a job has ended or is deleted, or the time is over, whichever is first; at once where nobody waits
     * or too many do.
     *
     * @param answer makes the answer, of what is so then
     * @return the answer, or that which it will be
     */
    Object answer(Job job, Optional<WaitTime> wait, Supplier<ResponseEntity<GenerationView>> answer) {
        if (wait.isEmpty() || wait.get().time().isZero() || waiting.size() >= MOST) {
            return answer.get();
        }
        DeferredResult<Object> result = new DeferredResult<>(wait.get().time().toMillis());
        Runnable ended = () -> settle(result, wait.get(), answer);
        result.onTimeout(ended);
        result.onCompletion(() -> forget(job.id(), ended));
        waiting.compute(job.id(), (id, those) -> {
            Waiters waiters = those == null ? new Waiters(job.tenant()) : those;
            waiters.all().add(ended);
            return waiters;
        });
        changed(job.id()); // It may have ended before it was waited for.
        return result;
    }

    private void look(UUID job) {
        try {
            Waiters waiters = waiting.get(job);
            if (waiters != null && reader.hasEnded(waiters.tenant(), job)) {
                tell(job);
            }
        } catch (StorageException e) {
            LOG.warn("Those who wait for generation {} are told at the end of their time: {}", job, e.getMessage());
        }
    }

    private void tell(UUID job) {
        Waiters those = waiting.remove(job);
        if (those != null) {
            those.all().forEach(Runnable::run);
        }
    }

    private void forget(UUID job, Runnable ended) {
        waiting.computeIfPresent(job, (id, those) -> {
            those.all().remove(ended);
            return those.all().isEmpty() ? null : those;
        });
    }

    private static void settle(
            DeferredResult<Object> result, WaitTime wait, Supplier<ResponseEntity<GenerationView>> answer) {
        try {
            ResponseEntity<GenerationView> plain = answer.get();
            ResponseEntity.BodyBuilder applied =
                    ResponseEntity.status(plain.getStatusCode()).headers(plain.getHeaders());
            if (wait.preferred()) {
                applied.header("Preference-Applied", wait.applied());
            }
            result.setResult(applied.body(plain.getBody()));
        } catch (RuntimeException e) {
            result.setErrorResult(e);
        }
    }
}
