package io.himar.storage.jobs;

/** Images that are not finished, by state. */
public record StageLoad(long queued, long pivoting, long refining) {}
