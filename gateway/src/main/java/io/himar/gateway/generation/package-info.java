/**
 * Generations, as clients call jobs. A request goes through {@code GenerationController},
 * {@code GenerationRequestReader} (strict JSON), {@code GenerationPlanner} (checks against the model, fills in
 * defaults) and {@code Generations} (admits, finds, cancels). {@code GenerationViews} makes what clients see of a job,
 * with signed URLs.
 */
package io.himar.gateway.generation;
