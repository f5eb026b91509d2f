package io.himar.inference;

/**
 * A call to an inference server failed. The message is one sentence that names the server's address, the model and what
 * went wrong.
 */
public final class InferenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Kinds of failure. */
    public enum Code {
        /** The server refused the request: a wrong name, shape or type of a tensor. */
        INVALID_ARGUMENT(false),
        /** The server has no such model or version. */
        NOT_FOUND(false),
        /** Something on the other side is not an inference server, or lacks this call. */
        UNIMPLEMENTED(false),
        /** The server cannot be reached, is starting or stopping, or its queue is full. */
        UNAVAILABLE(true),
        /** No answer within the time given. */
        DEADLINE_EXCEEDED(true),
        /** A message was larger than one side accepts. */
        RESOURCE_EXHAUSTED(false),
        /** The calling thread was interrupted, or the client was closed. */
        CANCELLED(false),
        /** The model's run failed, or the answer makes no sense. */
        INTERNAL(true);

        private final boolean retryable;

        Code(boolean retryable) {
            this.retryable = retryable;
        }
    }

    private final Code code;

    public InferenceException(Code code, String message) {
        this(code, message, null);
    }

    public InferenceException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    /** Whether the same request may succeed later or on another server. */
    public boolean retryable() {
        return code.retryable;
    }
}
