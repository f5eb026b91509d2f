/** Kept pivots over HTTP: look at them, refine them, delete them. */
package io.himar.gateway.pivot;
