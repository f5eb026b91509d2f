/**
 * How good a model's pictures are: judges that look at them, the statistics that compare them with real ones, and the
 * report. Read {@code Evaluation} first, then {@code Report}.
 *
 * <p>It may import {@code generation} and what stands below that. It stands beside {@code run}, and neither imports the
 * other.
 */
package io.himar.training.evaluation;
