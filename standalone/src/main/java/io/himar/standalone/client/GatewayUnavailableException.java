package io.himar.standalone.client;

/** The gateway does not answer, or could not do what was asked for now; asking again may help. */
public final class GatewayUnavailableException extends GatewayException {
    public GatewayUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
