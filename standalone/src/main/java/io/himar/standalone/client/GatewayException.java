package io.himar.standalone.client;

/** The gateway could not be reached or refused a request; the message is one sentence for the person who asked. */
public class GatewayException extends RuntimeException {
    public GatewayException(String message) {
        super(message);
    }

    public GatewayException(String message, Throwable cause) {
        super(message, cause);
    }
}
