package io.himar.storage.images;

import io.himar.contracts.Stage;

/**
 * How many images of a tenant a worker has.
 *
 * @param worker empty text for leases of version 0.1 that nobody has begun
 */
public record Occupancy(Stage stage, String worker, String tenant, int images) {}
