package io.himar.gateway.access;

import io.himar.storage.keys.ApiKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Tells whoever starts a gateway that lets nobody in, because there is no key yet, how to make the first one. */
@Component
final class FirstKey implements ApplicationRunner {
    private static final Logger LOG = LoggerFactory.getLogger(FirstKey.class);

    private final KeySettings settings;
    private final OidcSettings oidc;
    private final KeyHolders holders;
    private final ApiKeys keys;

    FirstKey(KeySettings settings, OidcSettings oidc, KeyHolders holders, ApiKeys keys) {
        this.settings = settings;
        this.oidc = oidc;
        this.holders = holders;
        this.keys = keys;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (settings.required() && !oidc.given() && !holders.adminKeyIsSet() && !keys.anyValid()) {
            LOG.warn(
                    "No API key is there, so nobody is let in: set HIMAR_ADMIN_KEY to a key of your own and make others"
                            + " with it (himar keys create), or set HIMAR_KEYS_REQUIRED to false.");
        }
    }
}
