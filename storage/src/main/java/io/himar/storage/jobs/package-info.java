/**
 * Jobs and their images in Postgres, the only truth. The gateway uses {@link io.himar.storage.jobs.JobAdmission},
 * {@link io.himar.storage.jobs.JobReader} and {@link io.himar.storage.jobs.JobCancellation}; the scheduler, which alone
 * moves images between states, uses {@link io.himar.storage.jobs.ImageQueue} and
 * {@link io.himar.storage.jobs.ImageTransitions}. Both listen with {@link io.himar.storage.jobs.ChangeListener}.
 */
package io.himar.storage.jobs;
