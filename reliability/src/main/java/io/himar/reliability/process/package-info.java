/**
 * Programs that run beside this one, each in a JVM of its own, so that they can be killed, paused and started again.
 */
package io.himar.reliability.process;
