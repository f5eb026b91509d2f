/**
 * Workers as processes, started and stopped by the number of pods that a real autoscaler asks for:
 * {@code deploy/autoscale}.
 */
package io.himar.reliability.autoscale;
