/**
 * The configuration of a run as validated records, and its JSON file. Read {@code TrainingConfig} first.
 *
 * <p>It stands at the bottom and imports no package of the trainer.
 */
package io.himar.training.config;
