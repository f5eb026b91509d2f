package io.himar.scheduler.scheduling;

import io.himar.contracts.Stage;
import io.himar.storage.images.Occupancy;
import io.himar.storage.images.TenantShare;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The last free slots of a stage are kept for tenants that have less than their share of it. Otherwise a tenant with a
 * long queue would have all slots, and another one's only image would wait until an image of the first one ends. Few
 * slots do, for they are soon free again (trunk reservation, as in telephone networks: Key, 1990). While there is only
 * one tenant nothing is kept.
 */
final class KeptSlots {
    /** One slot in so many. Smaller stages have none to spare. */
    private static final int ONE_IN = 32;

    private final Map<String, Integer> used = new HashMap<>();
    private final Map<String, Double> shares = new HashMap<>();
    private final int kept;

    /**
     * @param slots of all workers of the stage
     * @param tenants all that were ever served
     * @param waiting those that have images waiting
     */
    KeptSlots(
            Stage stage,
            int slots,
            Collection<TenantShare> tenants,
            Collection<String> waiting,
            Collection<Occupancy> occupancy) {
        occupancy.stream()
                .filter(each -> each.stage() == stage)
                .forEach(each -> used.merge(each.tenant(), each.images(), Integer::sum));
        Set<String> present = new HashSet<>(waiting);
        present.addAll(used.keySet());
        List<TenantShare> here =
                tenants.stream().filter(each -> present.contains(each.tenant())).toList();
        // Those who are away have a part too, as one of them may come.
        double away = here.size() < tenants.size() ? 1 : 0;
        double weights = away + here.stream().mapToDouble(TenantShare::weight).sum();
        here.forEach(each -> shares.put(each.tenant(), slots * each.weight() / weights));
        kept = tenants.size() > 1 ? slots / ONE_IN : 0;
    }

    /** Whether so few slots are free that they are kept. */
    boolean onlyThese(int free) {
        return free <= kept;
    }

    /** Whether the tenant has less than its share. */
    boolean mayUse(String tenant) {
        return used.getOrDefault(tenant, 0) < shares.getOrDefault(tenant, 0.0);
    }

    /** Says that the tenant was given a slot. */
    void served(String tenant) {
        used.merge(tenant, 1, Integer::sum);
    }
}
