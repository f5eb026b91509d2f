package io.himar.reliability.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A world of one job of one image in which every promise is kept, until a test breaks something. */
final class Told {
    static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    static final Drawing DRAWING = new Drawing(7, 11);

    final UUID job = UUID.randomUUID();
    final UUID image = UUID.randomUUID();
    final Set<UUID> ids = new LinkedHashSet<>(Set.of(job));
    final List<ImageRow> images = new ArrayList<>();
    final List<EventRow> events = new ArrayList<>();
    final Set<String> objects = new HashSet<>(Set.of("results/a.png"));
    final Map<UUID, List<String>> states = new LinkedHashMap<>();
    final Map<UUID, String> hashes = new HashMap<>();
    Optional<ToldJob.Cancel> cancel = Optional.empty();
    Optional<Instant> deadline = Optional.empty();
    Optional<Long> counted = Optional.of(1L);
    boolean draft;
    int count = 1;

    Told() {
        is("SUCCEEDED", null);
        events("QUEUED", "PIVOTING", "REFINING", "SUCCEEDED");
        states.put(image, List.of("queued", "succeeded"));
        hashes.put(image, "good");
    }

    void is(String state, String errorCode) {
        images.clear();
        boolean terminal = ImageRow.TERMINAL.contains(state);
        images.add(new ImageRow(
                image,
                job,
                DRAWING.classId(),
                DRAWING.seed(),
                state,
                deadline,
                1,
                1,
                draft,
                state.equals("SUCCEEDED") ? Optional.of(draft ? "pivots/a" : "results/a.png") : Optional.empty(),
                terminal ? Optional.of(NOW) : Optional.empty(),
                Optional.ofNullable(errorCode)));
    }

    void events(String... inOrder) {
        events.clear();
        for (String state : inOrder) {
            events.add(new EventRow(events.size() + 1, image, NOW, state, 1, Optional.empty()));
        }
    }

    List<Violation> violations() {
        ToldJob told = new ToldJob(ids, NOW, count, cancel, states, hashes);
        return new Checker(
                        new Observation(NOW, List.of(told), images, events, counted, objects, Map.of(DRAWING, "good")))
                .violations();
    }

    List<Violation.Kind> kinds() {
        return violations().stream().map(Violation::kind).toList();
    }
}
