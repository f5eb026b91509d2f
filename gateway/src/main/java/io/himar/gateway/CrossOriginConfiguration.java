package io.himar.gateway;

import io.himar.gateway.access.KeySettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;

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

    /**
     * Asked before callers are, whose keys a browser does not show when it asks whether it may ask. Where no keys are
     * needed, whoever reaches the gateway may use it, and so might any page that the user of this machine's browser
     * looks at: a page need not read the answer to cancel everything. There, what comes from pages of other origins is
     * refused even if no origin is allowed.
     */
    @Bean
    CorsConfigurationSource crossOrigins(WebSettings settings, KeySettings keys) {
        CorsConfiguration allowed = allowed(settings.allowedOrigins());
        boolean someAllowed = !settings.allowedOrigins().isEmpty();
        return request -> {
            if (!request.getServletPath().startsWith("/v1/")) {
                return null;
            }
            return someAllowed || (!keys.required() && isOfAnotherOrigin(request)) ? allowed : null;
        };
    }

    private static CorsConfiguration allowed(List<String> origins) {
        CorsConfiguration allowed = new CorsConfiguration();
        allowed.setAllowedOrigins(origins);
        allowed.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "DELETE"));
        allowed.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        allowed.setExposedHeaders(EXPOSED);
        return allowed;
    }

    /**
     * What the browser says (Fetch Metadata) counts more than a comparison of {@code Origin} with {@code Host}, which
     * proxies change. A browser that says nothing leaves the comparison.
     */
    private static boolean isOfAnotherOrigin(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return site == null || (!site.equals("same-origin") && !site.equals("none"));
    }
}
