package io.himar.gateway.access;

import io.himar.service.settings.Expect;
import io.himar.service.settings.Secret;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The key that is there before any other was made.
 *
 * @param key lets its callers do everything, on behalf of the tenant {@code local}; none if blank
 */
@ConfigurationProperties("himar.admin")
public record AdminSettings(@DefaultValue("") Secret key) {
    private static final int SHORTEST = 32;

    public AdminSettings {
        boolean fine = key.isBlank() || (key.text().length() >= SHORTEST && KeyText.isToken(key.text()));
        Expect.that(
                fine,
                "himar.admin.key",
                key,
                "at least " + SHORTEST + " letters and digits, such as from: openssl rand -hex 32");
    }
}
