package io.himar.storage.jobs;

/** A job was not admitted because of a limit of its tenant; nothing was written. */
public final class QuotaExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Quota quota;

    QuotaExceededException(Quota quota) {
        super("%s: %d of %d are used (asked for: %d)"
                .formatted(quota.name(), quota.used(), quota.most(), quota.asked()));
        this.quota = quota;
    }

    public Quota quota() {
        return quota;
    }
}
