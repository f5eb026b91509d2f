/** What the platform team sees of the fleet: who waits for each stage, and which workers there are. */
package io.himar.gateway.fleet;
