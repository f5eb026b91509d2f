/** The refine worker: stage 2 of an image. Read {@code RefineWork}, then {@code ConditionSource}. */
package io.himar.refine;
