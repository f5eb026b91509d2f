/**
 * The two stages of Hi-MAR's generation for one image, as loops over the served graphs. Stage 0 is the pivot stage,
 * stage 1 the refine stage.
 */
package io.himar.inference.stage;
