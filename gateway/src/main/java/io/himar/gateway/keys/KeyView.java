package io.himar.gateway.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.himar.gateway.access.KeyText;
import io.himar.storage.keys.ApiKey;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** An API key as administrators see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Key")
record KeyView(
        UUID id,
        String tenant,
        String name,

        @Schema(description = "How the key begins.") String prefix,

        @Schema(description = "The key itself: only in the answer to the request that made it.")
        String key,

        List<String> scopes,
        Instant createdAt,
        Instant expiresAt,
        Instant revokedAt,

        @Schema(description = "Id of the key that follows it.")
        UUID replacedBy) {
    static KeyView of(ApiKey key) {
        return of(key, null);
    }

    /** With the text, which nobody can show again. */
    static KeyView shownOnce(ApiKey key, KeyText text) {
        return of(key, text.text());
    }

    private static KeyView of(ApiKey key, String text) {
        return new KeyView(
                key.id(),
                key.tenant(),
                key.name(),
                key.prefix(),
                text,
                key.scopes(),
                key.createdAt(),
                key.expiresAt().orElse(null),
                key.revokedAt().orElse(null),
                key.replacedBy().orElse(null));
    }
}
