/**
 * Whether a worker may take work: a gate for each thing that the work needs, and a circuit breaker for the worker
 * itself. Read {@code Capacity} first.
 */
package io.himar.worker.gate;
