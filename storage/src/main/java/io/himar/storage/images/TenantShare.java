package io.himar.storage.images;

import java.util.OptionalInt;

/**
 * A tenant's part of a stage, in the terms of start-time fair queueing.
 *
 * @param weight how much work it gets beside a tenant of weight 1
 * @param mostInFlight most images under way at once, in both stages together
 * @param started virtual time at which its latest image started
 * @param ended virtual time at which that image ended: the next one starts no earlier
 */
public record TenantShare(String tenant, double weight, OptionalInt mostInFlight, double started, double ended) {
    /** The share after an image of this cost has started at {@code start}. */
    public TenantShare after(double start, double cost) {
        return new TenantShare(tenant, weight, mostInFlight, start, start + cost / weight);
    }
}
