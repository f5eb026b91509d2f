package io.himar.standalone.command;

import io.himar.standalone.client.TenantClient.Tenant;
import io.himar.standalone.terminal.Table;
import java.util.List;

/** Tenants as a person reads them. */
final class TenantTable {
    private TenantTable() {}

    static void print(List<Tenant> tenants) {
        Table table = new Table(
                "NAME", "STATE", "WEIGHT", "IN FLIGHT", "UNFINISHED", "A DAY", "PIVOTS", "BYTES", "REQUESTS/MIN");
        tenants.forEach(tenant -> table.row(
                tenant.name(),
                tenant.disabled() ? "disabled" : "enabled",
                Double.toString(tenant.weight()),
                limit(tenant.mostInFlight()),
                limit(tenant.mostUnfinished()),
                limit(tenant.imagesPerDay()),
                limit(tenant.mostPivots()),
                limit(tenant.mostBytes()),
                limit(tenant.requestsPerMinute())));
        table.print(System.out);
    }

    private static String limit(Number most) {
        return most == null ? "-" : most.toString();
    }
}
