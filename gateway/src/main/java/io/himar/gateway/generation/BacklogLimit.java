package io.himar.gateway.generation;

import io.himar.gateway.problem.Problems;
import io.himar.storage.images.BacklogReader.Backlog;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.web.ErrorResponseException;

/**
 * Refuses generations while too many images wait in the whole deployment. The database is asked once a second at most,
 * and what this gateway admits meanwhile is added. So one gateway keeps the limit; several may together be beyond it by
 * what they admit in a second.
 */
final class BacklogLimit {
    private static final Duration GOOD_FOR = Duration.ofSeconds(1);
    /** When to come again while nothing is begun, and the longest time for which it makes sense to wait. */
    private static final long UNKNOWN_SECONDS = 60;

    private static final long MOST_SECONDS = 3600;

    private final long most;
    private final Supplier<Backlog> look;
    private Backlog seen = new Backlog(0, 0);
    private long seenAt;
    private boolean looked;
    private long admittedSince;
    private long undecided;

    /** @param most images that may wait; 0 for any number */
    BacklogLimit(long most, Supplier<Backlog> look) {
        this.most = most;
        this.look = look;
    }

    /** Room for the images of a generation, until it is known what became of it. */
    final class Room implements AutoCloseable {
        private final int images;
        private boolean used;

        private Room(int images) {
            this.images = images;
        }

        /** The images were admitted. */
        void use() {
            used = true;
        }

        @Override
        public void close() {
            settle(images, used);
        }
    }

    /**
     * Takes room.
     *
     * @throws ErrorResponseException 503, if there is not so much; it says when there may be
     */
    synchronized Room take(int images) {
        if (most > 0) {
            lookAgain();
            long beyond = seen.images() + admittedSince + undecided + images - most;
            if (beyond > 0) {
                throw Problems.backlogFull(most, secondsFor(beyond));
            }
        }
        undecided += images;
        return new Room(images);
    }

    private void lookAgain() {
        if (!looked || System.nanoTime() - seenAt > GOOD_FOR.toNanos()) {
            seen = look.get();
            seenAt = System.nanoTime();
            looked = true;
            admittedSince = 0;
        }
    }

    private long secondsFor(long images) {
        return seen.begunPerSecond() == 0
                ? UNKNOWN_SECONDS
                : Math.max(1, Math.min(MOST_SECONDS, (long) Math.ceil(images / seen.begunPerSecond())));
    }

    private synchronized void settle(int images, boolean used) {
        undecided -= images;
        admittedSince += used ? images : 0;
    }
}
