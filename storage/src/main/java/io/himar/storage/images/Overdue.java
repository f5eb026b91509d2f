package io.himar.storage.images;

/** An unfinished image, and the deadline that has passed. */
public record Overdue(ImageRow image, Trigger.DeadlinePassed passed) {}
