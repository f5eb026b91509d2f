/** Pivots that are kept: what stage 1 made of an image, to be looked at and refined again. */
package io.himar.storage.pivots;
