/**
 * Jobs and their images in Postgres, the only truth, as the gateway sees them:
 * {@link io.himar.storage.jobs.JobAdmission} writes a job, {@link io.himar.storage.jobs.JobReader} reads it,
 * {@link io.himar.storage.jobs.JobCancellation} asks for its end, and {@link io.himar.storage.jobs.ChangeListener}
 * hears of changes. How images move from state to state is in {@link io.himar.storage.images}.
 */
package io.himar.storage.jobs;
