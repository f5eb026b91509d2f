package io.himar.gateway.access;

import io.himar.gateway.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;

/** Lets web pages of the allowed origins in, and refuses the others by a problem document like any other. */
@Component
final class AllowedOrigins extends DefaultCorsProcessor {
    private final CorsConfigurationSource origins;
    private final Refusals refusals;

    AllowedOrigins(@Qualifier("crossOrigins") CorsConfigurationSource origins, Refusals refusals) {
        this.origins = origins;
        this.refusals = refusals;
    }

    CorsFilter filter() {
        CorsFilter filter = new CorsFilter(origins);
        filter.setCorsProcessor(this);
        return filter;
    }

    @Override
    public boolean processRequest(CorsConfiguration allowed, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean passes = super.processRequest(allowed, request, response);
        if (!passes) {
            refusals.refuse(request, response, Problems.originNotAllowed(request.getHeader(HttpHeaders.ORIGIN)));
        }
        return passes;
    }

    /** Said above, where the request is known. */
    @Override
    protected void rejectRequest(ServerHttpResponse response) {}
}
