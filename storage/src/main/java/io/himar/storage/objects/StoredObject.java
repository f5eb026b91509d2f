package io.himar.storage.objects;

import java.time.Instant;

/**
 * An object that is there.
 *
 * @param modified when it was stored, by the storage's clock
 */
public record StoredObject(String key, Instant modified) {}
