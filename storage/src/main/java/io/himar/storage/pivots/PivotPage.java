package io.himar.storage.pivots;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Kept pivots, the youngest first.
 *
 * @param next the last pivot of this page, if another page follows
 */
public record PivotPage(List<Pivot> pivots, Optional<UUID> next) {
    public PivotPage {
        pivots = List.copyOf(pivots);
    }
}
