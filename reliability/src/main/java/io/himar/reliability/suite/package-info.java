/** The suite as separate processes: real servers, a stub of the inference server, and two of each service. */
package io.himar.reliability.suite;
