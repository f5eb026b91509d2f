package io.himar.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.himar.storage.keys.ApiKey;
import io.himar.storage.keys.ApiKeys;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who the callers with API keys are. What the database said is believed for a moment, not longer. */
final class KeyHolders {
    private static final int MOST = 10_000;

    private final Optional<byte[]> admin;
    private final ApiKeys keys;
    private final Cache<ByteBuffer, Optional<Caller>> remembered;

    /** @param forHowLong a key that was revoked is not believed any more after this time */
    KeyHolders(AdminSettings admin, ApiKeys keys, Duration forHowLong) {
        this.admin = admin.key().isBlank()
                ? Optional.empty()
                : Optional.of(new KeyText(admin.key().text()).digest());
        this.keys = keys;
        this.remembered = Caffeine.newBuilder()
                .expireAfterWrite(forHowLong)
                .maximumSize(MOST)
                .build();
    }

    /** Whether there is a key that no database keeps. */
    boolean adminKeyIsSet() {
        return admin.isPresent();
    }

    /**
     * Who calls with this key; empty if it lets nobody in.
     *
     * @throws io.himar.storage.sql.StorageException if the database does not answer
     */
    Optional<Caller> of(KeyText key) {
        byte[] digest = key.digest();
        if (admin.filter(known -> MessageDigest.isEqual(known, digest)).isPresent()) {
            return Optional.of(Caller.LOCAL);
        }
        return key.text().startsWith(KeyText.BEGIN)
                ? remembered.get(
                        ByteBuffer.wrap(digest), unused -> keys.valid(digest).map(KeyHolders::caller))
                : Optional.empty();
    }

    private static Caller caller(ApiKey key) {
        // Scopes that only a newer version knows let nobody do anything here.
        Set<Scope> scopes = Arrays.stream(Scope.values())
                .filter(scope -> key.scopes().contains(scope.word()))
                .collect(Collectors.toSet());
        return new Caller(key.tenant(), scopes, Optional.of(key.id()), Optional.empty());
    }
}
