package io.himar.reliability.simulation;

import io.himar.contracts.Stage;
import io.himar.storage.images.Flow;
import io.himar.storage.images.ImageRow;
import io.himar.storage.images.Occupancy;
import io.himar.storage.images.StageLoad;
import io.himar.storage.images.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds images in memory as the database's indexes do: who waits for a stage, who has whom, whose lease ends next. */
final class ImageIndex {
    private static final Comparator<Waiting> BY_TURN = Comparator.comparing(Waiting::turnAt)
            .thenComparing(each -> each.image().id());
    private static final Comparator<Waiting> BY_END = Comparator.comparing((Waiting each) -> end(each))
            .thenComparing(each -> each.image().id());
    private static final Comparator<Flow> BY_NAME =
            Comparator.comparing(Flow::tenant).thenComparing(Flow::priority);

    private final Map<Stage, SortedMap<Flow, NavigableSet<Waiting>>> waiting = new EnumMap<>(Stage.class);
    private final NavigableSet<Waiting> held = new TreeSet<>(BY_END);
    private final Map<Holder, Integer> holders = new HashMap<>();

    private record Holder(Stage stage, String worker, String tenant) {}

    void add(Waiting image) {
        Optional<Stage> stage = image.image().stage();
        if (stage.isEmpty()) {
            return;
        }
        if (image.image().hold().isPresent()) {
            held.add(image);
            holders.merge(holder(image), 1, Integer::sum);
        } else {
            flowsOf(stage.get())
                    .computeIfAbsent(image.flow(), flow -> new TreeSet<>(BY_TURN))
                    .add(image);
        }
    }

    void remove(Waiting image) {
        Optional<Stage> stage = image.image().stage();
        if (stage.isEmpty()) {
            return;
        }
        if (image.image().hold().isPresent()) {
            held.remove(image);
            holders.computeIfPresent(holder(image), (holder, images) -> images == 1 ? null : images - 1);
        } else {
            NavigableSet<Waiting> flow = flowsOf(stage.get()).get(image.flow());
            flow.remove(image);
            if (flow.isEmpty()) {
                flowsOf(stage.get()).remove(image.flow());
            }
        }
    }

    List<Flow> flows(Stage stage) {
        return List.copyOf(flowsOf(stage).keySet());
    }

    /** Who waits in a flow, in the order of their turns. */
    Stream<Waiting> waiting(Stage stage, Flow flow) {
        NavigableSet<Waiting> images = flowsOf(stage).get(flow);
        return images == null ? Stream.empty() : images.stream();
    }

    int waiting(Stage stage) {
        return flowsOf(stage).values().stream().mapToInt(NavigableSet::size).sum();
    }

    /** Images whose lease has ended by then, the longest ended first. */
    Stream<Waiting> expired(Instant by) {
        return held.stream().takeWhile(each -> !end(each).isAfter(by));
    }

    List<Occupancy> occupancy() {
        return holders.entrySet().stream()
                .map(each -> new Occupancy(
                        each.getKey().stage(),
                        each.getKey().worker(),
                        each.getKey().tenant(),
                        each.getValue()))
                .toList();
    }

    /** How busy a stage is, as far as its images tell. */
    StageLoad load(Stage stage, Instant now) {
        List<Waiting> queued =
                flowsOf(stage).values().stream().flatMap(NavigableSet::stream).toList();
        List<ImageRow> leased = held.stream()
                .map(Waiting::image)
                .filter(image -> image.stage().equals(Optional.of(stage)))
                .toList();
        long running = leased.stream()
                .filter(image -> image.hold().orElseThrow().begun())
                .count();
        return new StageLoad(
                queued.size(),
                queued.stream().mapToDouble(Waiting::cost).sum(),
                stage == Stage.REFINE ? beforeRefine() : 0,
                queued.stream()
                        .map(each -> Duration.between(each.image().createdAt(), now))
                        .max(Comparator.naturalOrder())
                        .orElse(Duration.ZERO),
                leased.size() - running,
                running,
                0,
                0);
    }

    /** Simulated images cost the same in both stages. */
    private double beforeRefine() {
        return Stream.concat(
                        flowsOf(Stage.PIVOT).values().stream().flatMap(NavigableSet::stream),
                        held.stream().filter(each -> each.image().stage().equals(Optional.of(Stage.PIVOT))))
                .mapToDouble(Waiting::cost)
                .sum();
    }

    private SortedMap<Flow, NavigableSet<Waiting>> flowsOf(Stage stage) {
        return waiting.computeIfAbsent(stage, each -> new TreeMap<>(BY_NAME));
    }

    private static Instant end(Waiting image) {
        return image.image().hold().orElseThrow().until();
    }

    private static Holder holder(Waiting image) {
        return new Holder(
                image.image().stage().orElseThrow(),
                image.image().hold().orElseThrow().worker().orElse(""),
                image.tenant());
    }
}
