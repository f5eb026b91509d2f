package io.himar.training.loop;

/** A training that cannot go on; the message says at which step and why, and where it can be taken up again. */
public final class TrainingStoppedException extends RuntimeException {

    TrainingStoppedException(String message) {
        super(message);
    }
}
