/**
 * The scheduler: after admission, the only writer of image states. Four loops do the work, each on its own thread:
 * {@link io.himar.scheduler.Dispatcher} hands out images, {@link io.himar.scheduler.Reports} takes in what workers say,
 * {@link io.himar.scheduler.Reconciler} ends leases and carries out cancellations and deadlines, and
 * {@link io.himar.scheduler.KafkaTopics} sees to it that the topics exist.
 */
package io.himar.scheduler;
