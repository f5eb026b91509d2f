package io.himar.gateway;

import io.himar.gateway.problem.ForwardedPath;
import io.himar.gateway.problem.Problems;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.web.filter.ForwardedHeaderFilter;
import tools.jackson.databind.json.JsonMapper;

/** Believes what a proxy says of scheme, host and path, and refuses a path that no link could begin with. */
@Configuration(proxyBeanMethods = false)
class ProxyHeaders {
    @Bean
    FilterRegistrationBean<ForwardedHeaderFilter> forwardedHeaderFilter(JsonMapper json) {
        FilterRegistrationBean<ForwardedHeaderFilter> filter = new FilterRegistrationBean<>(new Filter(json));
        filter.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    private static final class Filter extends ForwardedHeaderFilter {
        private final JsonMapper json;

        Filter(JsonMapper json) {
            this.json = json;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            for (String path : Collections.list(request.getHeaders(ForwardedPath.HEADER))) {
                if (!ForwardedPath.isUsable(path)) {
                    refuse(path, response);
                    return;
                }
            }
            super.doFilterInternal(request, response, chain);
        }

        // Not as an error of the container, whose page would come through this filter again.
        private void refuse(String path, HttpServletResponse response) throws IOException {
            var problem = Problems.invalid(ForwardedPath.HEADER, "'" + path + "' (expected: a path such as /himar)");
            response.setStatus(problem.getStatusCode().value());
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            json.writeValue(response.getOutputStream(), problem.getBody());
        }
    }
}
