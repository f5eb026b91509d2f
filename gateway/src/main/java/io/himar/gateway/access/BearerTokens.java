package io.himar.gateway.access;

import java.util.Optional;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** Lets in who shows an API key or, where an issuer is trusted, one of its tokens. */
final class BearerTokens implements AuthenticationManager {
    private final KeyHolders keys;
    private final Optional<AuthenticationManager> issuer;

    /** @param issuer judges tokens that are no API keys */
    BearerTokens(KeyHolders keys, Optional<AuthenticationManager> issuer) {
        this.keys = keys;
        this.issuer = issuer;
    }

    @Override
    public Authentication authenticate(Authentication shown) {
        String token = ((BearerTokenAuthenticationToken) shown).getToken();
        Optional<Caller> holder = keys.of(new KeyText(token));
        if (holder.isPresent()) {
            return new CallerToken(holder.get());
        }
        if (issuer.isPresent() && isJwt(token)) {
            return issuer.get().authenticate(shown);
        }
        throw new InvalidBearerTokenException("The API key is not known, has expired or was revoked.");
    }

    /** Header, claims and signature, with dots between them; API keys have no dots. */
    private static boolean isJwt(String token) {
        return !token.startsWith(KeyText.BEGIN)
                && token.chars().filter(each -> each == '.').count() == 2;
    }
}
