package io.himar.storage.webhooks;

/** How a delivery stands. */
public enum DeliveryState {
    /** For its first attempt, or the next one. */
    WAITING,
    DELIVERED,
    /** It was tried as often as the schedule says. */
    FAILED,
    /** Its endpoint is disabled. */
    DISABLED
}
