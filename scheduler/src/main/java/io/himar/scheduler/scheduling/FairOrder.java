package io.himar.scheduler.scheduling;

import io.himar.storage.images.TenantShare;
import io.himar.storage.images.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who is next. Higher classes of priority go first, and an image that waits rises a class after each {@code ageing}.
 * Within a class tenants share by weight, counted in work: start-time fair queueing (Goyal, Vin and Cheng, 1996). So a
 * tenant that was away gets its share at once, and nobody pays later for work that nobody else wanted. The images of a
 * tenant go in the order of their turns.
 */
final class FairOrder {
    private final Instant now;
    private final Duration ageing;
    private final List<Deque<Waiting>> flows = new ArrayList<>();
    private final List<Deque<Waiting>> partsOfFlows = new ArrayList<>();
    private final Map<String, TenantShare> shares = new HashMap<>();
    private final Map<String, Integer> inFlight;
    private final Map<String, TenantShare> served = new HashMap<>();
    private double virtualTime;

    /** @param inFlight images under way of each tenant, in both stages */
    FairOrder(Instant now, Duration ageing, Collection<TenantShare> shares, Map<String, Integer> inFlight) {
        this.now = now;
        this.ageing = ageing;
        this.inFlight = new HashMap<>(inFlight);
        for (TenantShare share : shares) {
            this.shares.put(share.tenant(), share);
            virtualTime = Math.max(virtualTime, share.started());
        }
    }

    /**
     * Adds the next images of a flow, in the order of their turns.
     *
     * @param more whether others may stand behind them
     */
    void add(List<Waiting> flow, boolean more) {
        if (!flow.isEmpty()) {
            Deque<Waiting> images = new ArrayDeque<>(flow);
            flows.add(images);
            if (more) {
                partsOfFlows.add(images);
            }
        }
    }

    /** Whether all images of a flow were taken that has more. */
    boolean mustSeeMore() {
        return partsOfFlows.stream().anyMatch(Deque::isEmpty);
    }

    /**
     * The next image, taken out of its flow; empty if there is none, or none whose tenant may have another.
     *
     * @param tenants whose images may be next; those of the highest class may be next whosever they are
     */
    Optional<Waiting> next(Predicate<String> tenants) {
        return flows.stream()
                .filter(flow -> !flow.isEmpty() && mayHaveAnother(flow.peek().tenant()))
                .filter(flow ->
                        rank(flow.peek()) == 0 || tenants.test(flow.peek().tenant()))
                .min(Comparator.comparingLong((Deque<Waiting> flow) -> rank(flow.peek()))
                        .thenComparingDouble(flow -> start(flow.peek()))
                        .thenComparing(flow -> flow.peek().turnAt()))
                .map(Deque::poll);
    }

    /** Says that an image which {@link #next} gave has been given to a worker. */
    void served(Waiting image) {
        double start = start(image);
        TenantShare after = share(image).after(start, image.cost());
        virtualTime = Math.max(virtualTime, start);
        shares.put(image.tenant(), after);
        served.put(image.tenant(), after);
        inFlight.merge(image.tenant(), 1, Integer::sum);
    }

    /** The shares that have changed. */
    Collection<TenantShare> changedShares() {
        return served.values();
    }

    private long rank(Waiting image) {
        long risen = Math.max(0, Duration.between(image.turnAt(), now).dividedBy(ageing));
        return Math.max(0, image.priority().rank() - risen);
    }

    private double start(Waiting image) {
        return Math.max(virtualTime, share(image).ended());
    }

    private TenantShare share(Waiting image) {
        return shares.get(image.tenant());
    }

    private boolean mayHaveAnother(String tenant) {
        TenantShare share = shares.get(tenant);
        return share.mostInFlight().isEmpty()
                || inFlight.getOrDefault(tenant, 0) < share.mostInFlight().getAsInt();
    }
}
