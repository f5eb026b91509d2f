/**
 * Traces, as OpenTelemetry knows them: one of each image, by its id, and one of each request. Without a collector's
 * address nothing of it runs.
 */
package io.himar.service.tracing;
