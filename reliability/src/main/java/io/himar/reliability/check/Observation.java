package io.himar.reliability.check;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that the checker looks at.
 *
 * @param at when it was looked at
 * @param results keys of all objects that are results
 * @param undisturbed SHA-256 of the pictures of an undisturbed run
 */
public record Observation(
        Instant at,
        List<ToldJob> told,
        List<ImageRow> images,
        List<EventRow> events,
        Set<String> results,
        Map<Drawing, String> undisturbed) {
    public Observation {
        told = List.copyOf(told);
        images = List.copyOf(images);
        events = List.copyOf(events);
        results = Set.copyOf(results);
        undisturbed = Map.copyOf(undisturbed);
    }
}
