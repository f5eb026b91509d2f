package io.himar.embedded;

/** Why a broker does not work; the message is a part of a sentence. */
final class BrokerFailure extends Exception {
    private static final long serialVersionUID = 1;

    BrokerFailure(String reason) {
        super(reason);
    }

    BrokerFailure(String reason, Throwable cause) {
        super(reason, cause);
    }
}
