package io.himar.reliability.check;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that the checker looks at.
 *
 * @param at when it was looked at
 * @param counted how many pictures usage says were drawn; empty if not all of the services count
 * @param objects keys of all objects
 * @param undisturbed SHA-256 of the pictures of an undisturbed run
 */
public record Observation(
        Instant at,
        List<ToldJob> told,
        List<ImageRow> images,
        List<EventRow> events,
        Optional<Long> counted,
        Set<String> objects,
        Map<Drawing, String> undisturbed) {
    public Observation {
        told = List.copyOf(told);
        images = List.copyOf(images);
        events = List.copyOf(events);
        objects = Set.copyOf(objects);
        undisturbed = Map.copyOf(undisturbed);
    }
}
