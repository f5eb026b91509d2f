/** The refine worker: stage 2 of an image. Read {@code RefineFunction}, then {@code RefineWork}. */
package io.himar.refine;
