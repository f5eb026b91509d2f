/**
 * Points within the protocol at which a service of the harness ends as by SIGKILL. They are put around the service's
 * parts from outside when it starts; the service's own code knows nothing of them. Read
 * {@link io.himar.reliability.point.FaultPoint}.
 */
package io.himar.reliability.point;
