package io.himar.gateway.access;

import io.himar.gateway.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Tells callers who are not let in, as problem documents like any other. */
@Component
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {
    private final HandlerExceptionResolver problems;

    Refusals(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.problems = problems;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why) {
        refuse(
                request,
                response,
                why instanceof OAuth2AuthenticationException token
                        ? Problems.invalidKey(token.getError().getDescription())
                        : Problems.keyMissing());
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why) {
        refuse(
                request,
                response,
                Problems.scopeMissing(ScopeRules.needed(request).word()));
    }

    /** Answers with what an exception says, as if a controller had thrown it. */
    void refuse(HttpServletRequest request, HttpServletResponse response, Exception why) {
        problems.resolveException(request, response, null, why);
    }
}
