package io.himar.storage.jobs;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Deadlines as whoever submits a job asks for them; see {@link Deadlines}. */
public record DeadlinesAsked(Optional<Due> start, Optional<Due> finish) {
    public static final DeadlinesAsked NONE = new DeadlinesAsked(Optional.empty(), Optional.empty());

    public DeadlinesAsked {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(finish, "finish");
    }

    /** These, and where one is missing that of {@code defaults}. */
    public DeadlinesAsked orElse(DeadlinesAsked defaults) {
        return new DeadlinesAsked(start.or(defaults::start), finish.or(defaults::finish));
    }

    /** Those of a job that is admitted at {@code admission}, by the database's clock. */
    public Deadlines from(Instant admission) {
        return new Deadlines(start.map(due -> due.from(admission)), finish.map(due -> due.from(admission)));
    }
}
