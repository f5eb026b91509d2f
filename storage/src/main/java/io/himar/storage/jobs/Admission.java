package io.himar.storage.jobs;

import java.util.UUID;

/** What became of a request to admit a job. */
public sealed interface Admission {
    /** The job and its images were written. */
    record Accepted(Job job) implements Admission {}

    /** The same request was admitted before under its idempotency key; nothing was written. */
    record Repeated(Job job) implements Admission {}

    /** The idempotency key belongs to another request, that of {@code existingJob}; nothing was written. */
    record Conflict(UUID existingJob) implements Admission {}
}
