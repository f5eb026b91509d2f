package io.himar.worker;

import io.himar.contracts.ImageEvent;

/**
 * What a stage made of an image.
 *
 * @param event the completion to report, without lease and time
 * @param result what the caller goes on with
 */
public record StageOutcome<R>(ImageEvent event, R result) {}
