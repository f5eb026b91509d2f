package io.himar.gateway.access;

import io.himar.service.settings.Expect;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The OpenID Connect issuer whose tokens let callers in beside API keys.
 *
 * @param issuer its address, below which {@code /.well-known/openid-configuration} is; none if blank
 * @param audience whom its tokens have to be meant for
 * @param tenantClaim the claim that names the tenant
 * @param scopeClaim the claim of the scopes, as words in a text or as a list; the words submit, read and admin count
 */
@ConfigurationProperties("himar.oidc")
public record OidcSettings(
        @DefaultValue("") String issuer,
        @DefaultValue("himar") String audience,
        @DefaultValue("tenant") String tenantClaim,
        @DefaultValue("scope") String scopeClaim) {
    public OidcSettings {
        Expect.that(
                issuer.isBlank() || isWeb(issuer),
                "himar.oidc.issuer",
                issuer,
                "an address such as https://id.example.org");
        Expect.notBlank("himar.oidc.audience", audience);
        Expect.notBlank("himar.oidc.tenant-claim", tenantClaim);
        Expect.notBlank("himar.oidc.scope-claim", scopeClaim);
    }

    boolean given() {
        return !issuer.isBlank();
    }

    private static boolean isWeb(String issuer) {
        try {
            URI address = URI.create(issuer);
            return address.getHost() != null && address.getScheme().matches("https?");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
