package io.himar.gateway.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets TRACE be refused like any other method that an address does not have. Tomcat would refuse it before, and name
 * methods that the address does not have either; the servlet would answer it, and repeat what the client sent.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class TraceRefusal extends OncePerRequestFilter
        implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private static final String TRACE = "TRACE";

    @Override
    public void customize(TomcatServletWebServerFactory server) {
        server.addConnectorCustomizers(connector -> connector.setAllowTrace(true));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request.getMethod().equals(TRACE) ? unknown(request) : request, response);
    }

    /**
     * Methods are told apart by their letters' cases: this one is none, so that the servlet has no answer of its own.
     */
    private static HttpServletRequest unknown(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public String getMethod() {
                return TRACE.toLowerCase(Locale.ROOT);
            }
        };
    }
}
