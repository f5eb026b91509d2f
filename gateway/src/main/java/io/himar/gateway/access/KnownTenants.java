package io.himar.gateway.access;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.himar.storage.keys.Tenant;
import io.himar.storage.keys.Tenants;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What is known of tenants. What the database said is believed as long as what it said of keys. */
@Component
public final class KnownTenants {
    private static final int MOST = 10_000;

    private final LoadingCache<String, Optional<Tenant>> remembered;

    KnownTenants(Tenants tenants, KeySettings settings) {
        this.remembered = Caffeine.newBuilder()
                .expireAfterWrite(settings.remembered())
                .maximumSize(MOST)
                .build(tenants::find);
    }

    /**
     * A tenant; empty for one that is not there.
     *
     * @throws io.himar.storage.sql.StorageException if the database does not answer
     */
    public Optional<Tenant> find(String name) {
        return remembered.get(name);
    }

    /** Whether nobody is let in on its behalf. */
    public boolean isDisabled(String name) {
        return find(name).flatMap(Tenant::disabledAt).isPresent();
    }
}
