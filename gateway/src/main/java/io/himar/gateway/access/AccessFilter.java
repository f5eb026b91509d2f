package io.himar.gateway.access;

import io.himar.gateway.problem.Problems;
import io.himar.storage.sql.StorageException;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.web.filter.OncePerRequestFilter;

/** The filters of Spring Security, and answers where they cannot judge a caller because of an outage. */
final class AccessFilter extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(AccessFilter.class);

    private final Filter security;
    private final Refusals refusals;

    AccessFilter(Filter security, Refusals refusals) {
        this.security = security;
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            security.doFilter(request, response, chain);
        } catch (StorageException outage) {
            refusals.refuse(request, response, outage);
        } catch (JwtDecoderInitializationException | AuthenticationServiceException outage) {
            LOG.warn("The issuer of tokens does not answer; the client is asked to try again", outage);
            refusals.refuse(
                    request, response, Problems.unavailable("The issuer of tokens does not answer; try again."));
        }
    }
}
