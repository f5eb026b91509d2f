package io.himar.reliability.proxy;

/** How a {@link FaultProxy} treats its connections. */
public enum ProxyMode {
    /** Everything passes. */
    PASSING,
    /** Nobody listens, and all connections are cut. */
    REFUSING,
    /** Connections stand and new ones are taken, but nothing passes any more, as when a network loses its packets. */
    SILENT,
    /** Every piece of data waits a second and a half. */
    SLOW,
    /** HTTP only: whatever is to be stored gets status 507, everything else passes. */
    FULL,
    /** HTTP only: every request gets status 503. */
    UNAVAILABLE
}
