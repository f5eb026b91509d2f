package io.himar.reliability.client;

import io.himar.reliability.check.Drawing;
import io.himar.reliability.check.ToldJob;
import io.himar.reliability.client.SeenJob.SeenImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Submits, repeats, cancels, watches and downloads, and keeps what it was told. */
public final class Clients implements AutoCloseable {
    private static final int THREADS = 32;
    private static final Duration LOOK = Duration.ofMillis(1500);
    private static final Duration REST = Duration.ofMillis(500);
    /** A client that holds a key repeats its request for so long; then it gives up. */
    private static final Duration PERSISTENCE = Duration.ofMinutes(3);

    private final Gateways gateways;
    private final Journal journal;
    private final ScheduledExecutorService threads = new ScheduledThreadPoolExecutor(THREADS, task -> {
        Thread thread = new Thread(task, "client");
        thread.setDaemon(true);
        return thread;
    });
    private final Queue<ClientJob> jobs = new ConcurrentLinkedQueue<>();
    private final Set<ClientJob> open = ConcurrentHashMap.newKeySet();
    /** Requests being submitted and jobs that are open; one that follows from another is counted before that ends. */
    private final AtomicLong unsettled = new AtomicLong();

    /** Held for reading by each request, and for writing while all rest. */
    private final ReadWriteLock turn = new ReentrantReadWriteLock(true);

    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();

    /** @param file that everything told is written to */
    public Clients(List<URI> gateways, Path file) throws IOException {
        this.gateways = new Gateways(gateways);
        this.journal = new Journal(file);
    }

    /** How a client behaves. */
    public enum Manner {
        /** It asks once; without an answer it does not know whether it has a job. */
        ONCE,
        /** It asks with an idempotency key, again and again until it has an answer. */
        REPEATED,
        /** Like that, and cancels soon afterwards. */
        CANCELLED,
        /** Like repeated, but it asks for drafts, and then has all of their pivots refined. */
        DRAFTED
    }

    /**
     * What a client keeps asking for.
     *
     * @param body of the request
     * @param end after which it gives up
     */
    private record Submission(Request request, String body, Manner manner, Optional<String> key, Instant end) {}

    /** Asks for images, in the background. */
    public void submit(Request request, Manner manner) {
        submit(request, manner == Manner.DRAFTED ? request.draft() : request.whole(), manner);
    }

    /** Jobs that were accepted before the time and of which no client knows yet that they have ended. */
    public long openSince(Instant time) {
        return open.stream().filter(job -> job.acknowledgedAt().isBefore(time)).count();
    }

    /** Whether no client submits anything, and each knows that its job has ended. */
    public boolean settled() {
        return unsettled.get() == 0;
    }

    /** From now on these gateways are asked, as by a proxy that knows who is there. */
    public void use(List<URI> others) {
        gateways.use(others);
    }

    /** Returns once every request has its answer; none is sent until this thread lets them {@link #goOn}. */
    public void rest() {
        turn.writeLock().lock();
    }

    public void goOn() {
        turn.writeLock().unlock();
    }

    /** Requests so far; the pictures of a job count as one with what tells of its end. */
    public long requests() {
        return requests.get();
    }

    /** Those of them that were refused or had no answer. */
    public long unanswered() {
        return unanswered.get();
    }

    /** What was told so far, a job each. */
    public List<ToldJob> told() {
        return jobs.stream().map(ClientJob::told).toList();
    }

    /** SHA-256 of all pictures downloaded so far. */
    public Map<Drawing, String> pictures() {
        Map<Drawing, String> pictures = new HashMap<>();
        jobs.forEach(job -> pictures.putAll(job.pictures()));
        return pictures;
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        journal.close();
    }

    private void submit(Request request, String body, Manner manner) {
        Optional<String> key = manner == Manner.ONCE
                ? Optional.empty()
                : Optional.of(UUID.randomUUID().toString());
        Submission submission =
                new Submission(request, body, manner, key, Instant.now().plus(PERSISTENCE));
        unsettled.incrementAndGet();
        threads.execute(() -> trySubmit(submission));
    }

    private void trySubmit(Submission asked) {
        attempt(
                asked.key().orElse("request"),
                "submit",
                () -> accepted(asked, gateways.submit(asked.body(), asked.key())),
                () -> {
                    if (asked.key().isPresent() && Instant.now().isBefore(asked.end())) {
                        later(REST, () -> trySubmit(asked));
                    } else {
                        unsettled.decrementAndGet();
                    }
                });
    }

    private void accepted(Submission asked, SeenJob seen) {
        journal.told(seen.id(), "accepted " + asked.body());
        ClientJob job = new ClientJob(asked.request(), seen);
        jobs.add(job);
        open.add(job);
        later(LOOK, () -> look(job, asked.manner()));
        if (asked.manner() == Manner.CANCELLED) {
            later(Duration.ofMillis(ThreadLocalRandom.current().nextInt(50, 1500)), () -> cancel(job));
        }
    }

    private void cancel(ClientJob job) {
        attempt(
                job.id(),
                "cancel",
                () -> {
                    SeenJob seen = gateways.cancel(job.id());
                    job.cancelAcknowledged(seen);
                    journal.told(job.id(), "cancel acknowledged " + seen.images());
                },
                () -> later(REST, () -> cancel(job)));
    }

    private void look(ClientJob job, Manner manner) {
        attempt(
                job.id(),
                "get",
                () -> {
                    SeenJob seen = gateways.get(job.id());
                    job.seen(seen);
                    if (seen.terminal()) {
                        ended(job, seen, manner);
                    } else {
                        later(LOOK, () -> look(job, manner));
                    }
                },
                () -> later(LOOK, () -> look(job, manner)));
    }

    private void ended(ClientJob job, SeenJob seen, Manner manner) throws IOException, InterruptedException {
        journal.told(job.id(), "ended " + seen.images());
        for (SeenImage image : seen.images()) {
            if (image.result().isPresent()) {
                job.downloaded(image.id(), hash(gateways.download(image.result().get())));
            }
        }
        if (manner == Manner.DRAFTED) {
            List<UUID> pivots = seen.images().stream()
                    .flatMap(image -> image.pivot().stream())
                    .toList();
            if (pivots.size() == seen.images().size()) {
                submit(job.request(), Request.refinement(pivots), Manner.REPEATED);
            }
        }
        open.remove(job);
        unsettled.decrementAndGet();
    }

    /** Does something that a fault may hinder. */
    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private void attempt(Object subject, String what, Step step, Runnable otherwise) {
        requests.incrementAndGet();
        try {
            inTurn(step);
        } catch (IOException failure) {
            unanswered.incrementAndGet();
            journal.told(subject, what + " failed: " + failure);
            otherwise.run();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void inTurn(Step step) throws IOException, InterruptedException {
        turn.readLock().lockInterruptibly();
        try {
            step.run();
        } finally {
            turn.readLock().unlock();
        }
    }

    private void later(Duration rest, Runnable task) {
        if (!threads.isShutdown()) {
            var unused = threads.schedule(task, rest.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static String hash(byte[] picture) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(picture));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
