package io.himar.storage.retention;

/**
 * What a sweep has deleted.
 *
 * @param jobs with all that belongs to them
 * @param objects but for those of {@code jobs}
 * @param idempotencyKeys that can be used again
 * @param counts rows of what was counted of tenants
 */
public record Swept(int jobs, int objects, int idempotencyKeys, int counts) {
    /** Whether nothing was there to be deleted. */
    public boolean nothing() {
        return jobs == 0 && objects == 0 && idempotencyKeys == 0 && counts == 0;
    }
}
