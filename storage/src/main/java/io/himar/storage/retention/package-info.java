/**
 * What is deleted, and when: {@link io.himar.storage.retention.Retention} sweeps, a little at a time, by a
 * {@link io.himar.storage.retention.RetentionPolicy}; {@link io.himar.storage.retention.JobDeletion} takes requests.
 */
package io.himar.storage.retention;
