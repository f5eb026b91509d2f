/**
 * How images move from state to state, which only the scheduler makes them do. Read
 * {@link io.himar.storage.images.Situation} and {@link io.himar.storage.images.Trigger} for what there is,
 * {@link io.himar.storage.images.LifeTable} for what may follow what, {@link io.himar.storage.images.ImageLife} for
 * what it does to an image, and {@link io.himar.storage.images.ImageTable} for where images are kept while that is
 * decided.
 */
package io.himar.storage.images;
