package io.himar.gateway.access;

import io.himar.service.database.MigratedDatabase;
import io.himar.storage.keys.ApiKeys;
import io.himar.storage.sql.TimeSource;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Lets requests to {@code /v1} in by their bearer token, and no others where keys are required. Spring Boot's own
 * configuration of Spring Security is not on the class path: in the standalone suite it would close the other services,
 * which share it.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class AccessConfiguration {
    private static final String PATHS = "/v1/*";
    /** Behind the filters that tell what the request is, before all that answer it. */
    private static final int ORDER = -100;

    @Bean
    ApiKeys apiKeys(MigratedDatabase database, TimeSource time) {
        return new ApiKeys(database.source(), time);
    }

    @Bean
    KeyHolders keyHolders(AdminSettings admin, ApiKeys keys, KeySettings settings) {
        return new KeyHolders(admin, keys, settings.remembered());
    }

    @Bean
    BearerTokens bearerTokens(KeyHolders keys, OidcSettings oidc) {
        return new BearerTokens(keys, oidc.given() ? Optional.of(new IssuerTokens(oidc)) : Optional.empty());
    }

    @Bean
    SecurityFilterChain access(
            HttpSecurity http,
            BearerTokens tokens,
            ShownTokens shown,
            Callers callers,
            Refusals refusals,
            AllowedOrigins origins)
            throws Exception {
        return http.addFilter(origins.filter())
                // No cookie lets anybody in, so no other site can borrow one.
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.defaultsDisabled().contentTypeOptions(nosniff -> {}))
                .oauth2ResourceServer(bearer -> bearer.bearerTokenResolver(shown)
                        .authenticationManagerResolver(request -> tokens)
                        .authenticationEntryPoint(refusals)
                        .accessDeniedHandler(refusals))
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.OPTIONS)
                        .permitAll()
                        // On a port of its own, where Spring Boot puts these filters before everything.
                        .requestMatchers("/actuator/**")
                        .permitAll()
                        .anyRequest()
                        .access((authentication, request) -> new AuthorizationDecision(callers.of(authentication.get())
                                .filter(caller -> caller.may(ScopeRules.needed(request.getRequest())))
                                .isPresent())))
                .build();
    }

    /** A request is measured as a whole. To measure each filter as well costs more than the filter. */
    @Bean
    SecurityObservationSettings filtersAreNotMeasured() {
        return SecurityObservationSettings.noObservations();
    }

    /** Refuses addresses that could be read in two ways; what headers may hold is judged where they are read. */
    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        firewall.setAllowedHeaderNames(name -> true);
        firewall.setAllowedHeaderValues(value -> true);
        firewall.setAllowedParameterNames(name -> true);
        return firewall;
    }

    @Bean
    FilterRegistrationBean<AccessFilter> accessFilter(
            @Qualifier("springSecurityFilterChain") Filter security, Refusals refusals) {
        FilterRegistrationBean<AccessFilter> filter =
                new FilterRegistrationBean<>(new AccessFilter(security, refusals));
        filter.addUrlPatterns(PATHS);
        // Whoever was let in stays in: what answers later has the caller already.
        filter.setDispatcherTypes(DispatcherType.REQUEST);
        filter.setOrder(ORDER);
        return filter;
    }

    /** It is asked by {@link AccessFilter} and must not be a filter of all addresses as well. */
    @Bean
    FilterRegistrationBean<Filter> securityOnItsOwn(@Qualifier("springSecurityFilterChain") Filter security) {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(security);
        filter.setEnabled(false);
        return filter;
    }
}
