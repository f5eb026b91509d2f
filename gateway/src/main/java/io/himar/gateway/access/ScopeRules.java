package io.himar.gateway.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Which scope a request needs. */
final class ScopeRules {
    private static final RequestMatcher OF_ADMINISTRATORS = new OrRequestMatcher(
            List.of("/v1/keys", "/v1/keys/**", "/v1/tenants", "/v1/tenants/**", "/v1/workers").stream()
                    .map(path -> (RequestMatcher)
                            PathPatternRequestMatcher.withDefaults().matcher(path))
                    .toList());

    private ScopeRules() {}

    static Scope needed(HttpServletRequest request) {
        if (OF_ADMINISTRATORS.matches(request)) {
            return Scope.ADMIN;
        }
        String method = request.getMethod();
        return method.equals(HttpMethod.GET.name()) || method.equals(HttpMethod.HEAD.name())
                ? Scope.READ
                : Scope.SUBMIT;
    }
}
