/**
 * Scheduling without machines: the scheduler's own code over images in memory, with a virtual clock, and a broker, a
 * database and workers that fail as the seed says. The same seed is always the same run. Read
 * {@link io.himar.reliability.simulation.Simulation}.
 */
package io.himar.reliability.simulation;
