package io.himar.reliability.simulation;

import io.himar.contracts.Stage;
import io.himar.storage.images.TenantShare;
import io.himar.storage.images.Worker;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** What the schedulers know of workers, of tenants' shares and of reports, in memory. Not thread-safe. */
final class MemoryFleet {
    private final Map<String, Worker> workers = new TreeMap<>();
    private final Map<String, Instant> heardAt = new HashMap<>();
    private final Map<Stage, Map<String, TenantShare>> shares = new EnumMap<>(Stage.class);
    private final Map<String, Instant> readAt = new HashMap<>();

    void heard(Worker worker, Instant now) {
        workers.put(worker.id(), worker);
        heardAt.put(worker.id(), now);
    }

    /** Workers of a stage of which something was heard since then. */
    List<Worker> heardSince(Stage stage, Instant since) {
        return workers.values().stream()
                .filter(each -> each.stage() == stage && heardAt.get(each.id()).isAfter(since))
                .toList();
    }

    void forgetUnlessHeardSince(Instant since) {
        heardAt.entrySet().removeIf(each -> each.getValue().isBefore(since));
        workers.keySet().retainAll(heardAt.keySet());
    }

    /** Gives a tenant so much work beside a tenant of weight 1. */
    void weigh(String tenant, double weight) {
        for (Stage stage : List.of(Stage.PIVOT, Stage.REFINE)) {
            sharesOf(stage).put(tenant, new TenantShare(tenant, weight, OptionalInt.empty(), 0, 0));
        }
    }

    List<TenantShare> shares(Stage stage, Collection<String> tenants) {
        Map<String, TenantShare> ofStage = sharesOf(stage);
        tenants.forEach(tenant -> ofStage.putIfAbsent(tenant, new TenantShare(tenant, 1, OptionalInt.empty(), 0, 0)));
        return List.copyOf(ofStage.values());
    }

    void saveShares(Stage stage, Collection<TenantShare> changed) {
        changed.forEach(each -> sharesOf(stage).put(each.tenant(), each));
    }

    void reportsRead(Collection<String> partitions, Instant until) {
        partitions.forEach(each -> readAt.put(each, until));
    }

    Instant reportsReadUntil(Collection<String> partitions) {
        return partitions.stream()
                .map(each -> readAt.getOrDefault(each, Instant.EPOCH))
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    private Map<String, TenantShare> sharesOf(Stage stage) {
        return shares.computeIfAbsent(stage, each -> new TreeMap<>());
    }
}
