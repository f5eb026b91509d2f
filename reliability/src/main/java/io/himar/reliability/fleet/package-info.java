/**
 * A fleet without machines: the scheduler's own code gives work to up to 64 simulated workers of each stage, with a
 * virtual clock and nothing that fails. It measures how full the fleet is, how long images wait, and how an autoscaler
 * does with what the scheduler says of its load. Read {@link io.himar.reliability.fleet.Fleet} first.
 */
package io.himar.reliability.fleet;
