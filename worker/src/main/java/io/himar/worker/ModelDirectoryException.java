package io.himar.worker;

/** {@code himar.models.directory} does not hold what a worker needs; the message is one sentence for the operator. */
final class ModelDirectoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ModelDirectoryException(String message) {
        super(message);
    }
}
