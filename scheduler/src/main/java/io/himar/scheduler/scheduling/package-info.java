/**
 * What the scheduler decides, apart from where images are kept and how messages travel:
 * {@link io.himar.scheduler.scheduling.Dispatcher} gives waiting images to workers,
 * {@link io.himar.scheduler.scheduling.ReportIntake} does to images what workers report, and
 * {@link io.himar.scheduler.scheduling.Reconciler} ends leases and carries out cancellations and deadlines. Simulations
 * run these classes as they are.
 */
package io.himar.scheduler.scheduling;
