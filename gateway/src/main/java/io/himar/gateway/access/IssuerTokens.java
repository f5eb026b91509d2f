package io.himar.gateway.access;

import io.himar.storage.keys.Tenants;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;

/** Lets in who shows a token that the issuer has signed for us. */
final class IssuerTokens implements AuthenticationManager {
    /** By how much the clocks of the issuer and of this machine may differ. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);

    private final OidcSettings settings;
    private final JwtAuthenticationProvider tokens;

    IssuerTokens(OidcSettings settings) {
        this.settings = settings;
        // The issuer is asked for its keys when the first token comes, so that we start without it.
        this.tokens = new JwtAuthenticationProvider(new SupplierJwtDecoder(() -> decoder(settings)));
        tokens.setJwtAuthenticationConverter(jwt -> new CallerToken(caller(jwt)));
    }

    @Override
    public Authentication authenticate(Authentication shown) {
        return tokens.authenticate(shown);
    }

    private static JwtDecoder decoder(OidcSettings settings) {
        NimbusJwtDecoder decoder =
                NimbusJwtDecoder.withIssuerLocation(settings.issuer()).build();
        decoder.setJwtValidator(JwtValidators.createDefaultWithValidators(List.<OAuth2TokenValidator<Jwt>>of(
                new JwtTimestampValidator(CLOCK_SKEW),
                new JwtIssuerValidator(settings.issuer()),
                new JwtAudienceValidator(settings.audience()))));
        return decoder;
    }

    private Caller caller(Jwt jwt) {
        String tenant = jwt.getClaims().get(settings.tenantClaim()) instanceof String name ? name : "";
        if (!Tenants.isName(tenant)) {
            throw new InvalidBearerTokenException("The token's claim '" + settings.tenantClaim()
                    + "' does not name a tenant (expected: " + Tenants.EXPECTED_NAME + ").");
        }
        return new Caller(
                tenant,
                scopes(jwt.getClaims().get(settings.scopeClaim())),
                Optional.empty(),
                Optional.ofNullable(jwt.getExpiresAt()).map(end -> end.plus(CLOCK_SKEW)));
    }

    private static Set<Scope> scopes(Object claim) {
        Collection<?> words = claim instanceof String text
                ? List.of(text.split(" "))
                : claim instanceof Collection<?> list ? list : List.of();
        return Arrays.stream(Scope.values())
                .filter(scope -> words.contains(scope.word()))
                .collect(Collectors.toSet());
    }
}
