package io.himar.worker.intake;

import java.time.Duration;

/**
 * What a worker would leave undone if it went away now.
 *
 * @param images that it has, running or waiting for a slot
 * @param spent seconds of slots that the running ones have taken so far, all together: what is called model seconds
 */
public record WorkInHand(int images, Duration spent) {}
