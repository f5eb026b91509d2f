package io.himar.gateway;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** Which web frontends of other origins may use the interface from a browser. */
@Configuration(proxyBeanMethods = false)
class CrossOriginConfiguration {
    private static final List<String> EXPOSED = List.of(
            "Location",
            "Preference-Applied",
            "Retry-After",
            "Idempotency-Replayed",
            "RateLimit",
            "RateLimit-Policy",
            "WWW-Authenticate");

    /**
     * How the interface is offered to browsers.
     *
     * @param allowedOrigins such as {@code https://studio.example.org}; none by default
     */
    @ConfigurationProperties("himar.web")
    record WebSettings(@DefaultValue List<String> allowedOrigins) {
        WebSettings {
            allowedOrigins = List.copyOf(allowedOrigins);
        }
    }

    /** Asked before callers are, whose keys a browser does not show when it asks whether it may ask. */
    @Bean
    CorsConfigurationSource crossOrigins(WebSettings settings) {
        UrlBasedCorsConfigurationSource origins = new UrlBasedCorsConfigurationSource();
        if (!settings.allowedOrigins().isEmpty()) {
            CorsConfiguration allowed = new CorsConfiguration();
            allowed.setAllowedOrigins(settings.allowedOrigins());
            allowed.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "DELETE"));
            allowed.setAllowedHeaders(List.of(CorsConfiguration.ALL));
            allowed.setExposedHeaders(EXPOSED);
            origins.registerCorsConfiguration("/v1/**", allowed);
        }
        return origins;
    }
}
