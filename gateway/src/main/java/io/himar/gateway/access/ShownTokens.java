package io.himar.gateway.access;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.stereotype.Component;

/**
 * The token that a request shows, in the header Authorization and nowhere else. Where no keys are asked for, only what
 * looks like one of ours counts: clients of other services show keys that mean nothing here.
 */
@Component
final class ShownTokens implements BearerTokenResolver {
    private final BearerTokenResolver header = new DefaultBearerTokenResolver();
    private final boolean keysRequired;

    ShownTokens(KeySettings settings) {
        this.keysRequired = settings.required();
    }

    @Override
    public String resolve(HttpServletRequest request) {
        try {
            String token = header.resolve(request);
            return keysRequired || (token != null && token.startsWith(KeyText.BEGIN)) ? token : null;
        } catch (OAuth2AuthenticationException malformed) {
            if (keysRequired) {
                throw malformed;
            }
            return null;
        }
    }
}
