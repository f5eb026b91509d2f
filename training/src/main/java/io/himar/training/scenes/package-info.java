/**
 * A small world that can be measured: coloured digits and shapes with captions from a grammar, all by seed. Some
 * combinations are held out of training, to see whether a model draws what it was never shown.
 */
package io.himar.training.scenes;
