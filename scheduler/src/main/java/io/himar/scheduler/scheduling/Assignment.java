package io.himar.scheduler.scheduling;

import io.himar.contracts.Stage;
import io.himar.storage.images.ImageRow;
import io.himar.storage.images.Waiting;
import java.time.Instant;

/**
 * An image that was given to a worker and is to be told of it.
 *
 * @param waiting the image as it waited
 * @param leased the image as it is now
 * @param dispatchedAt when it was given
 */
public record Assignment(Stage stage, String worker, Waiting waiting, ImageRow leased, Instant dispatchedAt) {}
