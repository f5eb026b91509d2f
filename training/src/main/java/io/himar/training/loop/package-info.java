/**
 * How anything is trained: a loop that takes steps and writes checkpoints, the learning rate, the figures of each step,
 * and the wish that the process stop. Read {@code TrainingTask} first, which says what a training has to provide, then
 * {@code TrainingLoop}.
 *
 * <p>It may import {@code data}, {@code verification}, {@code inception} and what stands below those.
 */
package io.himar.training.loop;
