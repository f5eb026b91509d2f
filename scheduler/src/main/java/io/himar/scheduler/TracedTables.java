package io.himar.scheduler;

import io.himar.service.tracing.SharedTransactions;
import io.himar.storage.images.ImageTables;

/** Images whose traces know the transactions that were for them. */
final class TracedTables implements ImageTables {
    private final ImageTables tables;
    private final SharedTransactions transactions;

    TracedTables(ImageTables tables, SharedTransactions transactions) {
        this.tables = tables;
        this.transactions = transactions;
    }

    @Override
    public <T> T transaction(String purpose, Work<T> work) {
        return transactions.run(purpose, () -> tables.transaction(purpose, work));
    }
}
