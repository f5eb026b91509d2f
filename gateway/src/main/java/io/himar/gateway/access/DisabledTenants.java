package io.himar.gateway.access;

import io.himar.gateway.problem.Problems;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Lets nobody in on behalf of a tenant that is disabled. What only administrators do is for the whole deployment,
 * whatever tenant their key names, and stays open to them: they could not enable their own tenant otherwise.
 */
@Configuration(proxyBeanMethods = false)
class DisabledTenants implements WebMvcConfigurer, HandlerInterceptor {
    private final Callers callers;
    private final KnownTenants tenants;

    DisabledTenants(Callers callers, KnownTenants tenants) {
        this.callers = callers;
        this.tenants = tenants;
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(this).addPathPatterns("/v1/**").order(Ordered.HIGHEST_PRECEDENCE);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.REQUEST && ScopeRules.needed(request) != Scope.ADMIN) {
            String tenant = callers.current().tenant();
            if (tenants.isDisabled(tenant)) {
                throw Problems.tenantDisabled(tenant);
            }
        }
        return true;
    }
}
