package io.himar.worker;

import io.himar.inference.InferenceException;

/** The inference server fails for requests that have nothing wrong with them. */
final class ServerAtFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final InferenceException.Code code;

    ServerAtFaultException(InferenceException failure) {
        super(failure.getMessage(), failure);
        this.code = failure.code();
    }

    InferenceException.Code code() {
        return code;
    }
}
