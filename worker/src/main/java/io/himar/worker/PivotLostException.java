package io.himar.worker;

/** The condition tokens that an earlier attempt kept are not there any more: stage 1 must run again. */
public final class PivotLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PivotLostException(String key, Throwable cause) {
        super("There are no condition tokens under " + key, cause);
    }
}
