package io.himar.worker;

/**
 * A task that this worker cannot do but another may, for example one with a newer version or another model. The message
 * names the field.
 */
public final class UnsupportedTaskException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnsupportedTaskException(String message) {
        super(message);
    }
}
