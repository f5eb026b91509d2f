package io.himar.storage.images;

import io.himar.storage.jobs.Priority;

/** The images of one tenant and one class of priority that wait for the same stage: they go in the order of turns. */
public record Flow(String tenant, Priority priority) {}
