package io.himar.storage.images;

import static io.himar.storage.images.Situation.CANCELLED;
import static io.himar.storage.images.Situation.EXPIRED;
import static io.himar.storage.images.Situation.FAILED;
import static io.himar.storage.images.Situation.PIVOTING;
import static io.himar.storage.images.Situation.REFINING;
import static io.himar.storage.images.Situation.SUCCEEDED;
import static io.himar.storage.images.Situation.WAITS_FOR_PIVOT;
import static io.himar.storage.images.Situation.WAITS_FOR_REFINE;

import io.himar.storage.images.Trigger.Kind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The state machine of an image: for each situation and trigger, where the image may go. What is not in the table has
 * no effect. A trigger of an epoch that is not the image's has none either, and a situation may follow itself: the
 * report was about a renewed lease, a step further, or a key that came late.
 */
public final class LifeTable {
    private static final Map<Situation, Map<Kind, Set<Situation>>> TABLE = new EnumMap<>(Situation.class);

    static {
        may(WAITS_FOR_PIVOT, Kind.LEASED, PIVOTING);
        may(WAITS_FOR_REFINE, Kind.LEASED, REFINING);
        may(PIVOTING, Kind.NOT_PUBLISHED, WAITS_FOR_PIVOT);
        may(REFINING, Kind.NOT_PUBLISHED, WAITS_FOR_REFINE);

        // From a situation that waits: the lease had ended, and nobody else has had the image since.
        may(WAITS_FOR_PIVOT, Kind.PIVOT_BEGUN, PIVOTING);
        may(PIVOTING, Kind.PIVOT_BEGUN, PIVOTING);
        may(WAITS_FOR_REFINE, Kind.REFINE_BEGUN, REFINING);
        may(REFINING, Kind.REFINE_BEGUN, REFINING);
        // Refine workers of version 0.1 begin under the lease of stage 1, and may be heard of first.
        may(WAITS_FOR_PIVOT, Kind.REFINE_BEGUN, REFINING);
        may(PIVOTING, Kind.REFINE_BEGUN, REFINING);

        // A draft has succeeded with it.
        may(WAITS_FOR_PIVOT, Kind.PIVOT_COMPLETED, WAITS_FOR_REFINE, WAITS_FOR_PIVOT, SUCCEEDED);
        may(PIVOTING, Kind.PIVOT_COMPLETED, WAITS_FOR_REFINE, PIVOTING, SUCCEEDED);
        may(WAITS_FOR_REFINE, Kind.PIVOT_COMPLETED, WAITS_FOR_REFINE);
        may(REFINING, Kind.PIVOT_COMPLETED, REFINING);

        may(WAITS_FOR_PIVOT, Kind.COMPLETED, SUCCEEDED);
        may(PIVOTING, Kind.COMPLETED, SUCCEEDED);
        may(WAITS_FOR_REFINE, Kind.COMPLETED, SUCCEEDED);
        may(REFINING, Kind.COMPLETED, SUCCEEDED);

        may(PIVOTING, Kind.PIVOT_ENDED, WAITS_FOR_PIVOT, FAILED);
        may(PIVOTING, Kind.LEASE_ENDED, WAITS_FOR_PIVOT, FAILED);
        // Back to stage 1 where the condition tokens are gone.
        may(REFINING, Kind.REFINE_ENDED, WAITS_FOR_REFINE, WAITS_FOR_PIVOT, FAILED);
        may(REFINING, Kind.LEASE_ENDED, WAITS_FOR_REFINE, WAITS_FOR_PIVOT, FAILED);

        may(WAITS_FOR_PIVOT, Kind.CANCEL_REQUESTED, CANCELLED);
        may(PIVOTING, Kind.CANCEL_REQUESTED, CANCELLED);
        may(WAITS_FOR_REFINE, Kind.CANCEL_REQUESTED, CANCELLED);
        may(REFINING, Kind.CANCEL_REQUESTED, CANCELLED);

        may(WAITS_FOR_PIVOT, Kind.DEADLINE_PASSED, EXPIRED);
        may(PIVOTING, Kind.DEADLINE_PASSED, EXPIRED);
        may(WAITS_FOR_REFINE, Kind.DEADLINE_PASSED, EXPIRED);
        may(REFINING, Kind.DEADLINE_PASSED, EXPIRED);
    }

    private LifeTable() {}

    /** Where the trigger may take an image; empty if it has no effect there. */
    public static Set<Situation> next(Situation from, Kind trigger) {
        return Collections.unmodifiableSet(
                TABLE.getOrDefault(from, Map.of()).getOrDefault(trigger, EnumSet.noneOf(Situation.class)));
    }

    private static void may(Situation from, Kind trigger, Situation first, Situation... others) {
        TABLE.computeIfAbsent(from, key -> new EnumMap<>(Kind.class)).put(trigger, EnumSet.of(first, others));
    }
}
