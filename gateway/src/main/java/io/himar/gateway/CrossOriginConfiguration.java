package io.himar.gateway;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Which web frontends of other origins may use the interface from a browser. */
@Configuration(proxyBeanMethods = false)
class CrossOriginConfiguration implements WebMvcConfigurer {
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

    private final WebSettings settings;

    CrossOriginConfiguration(WebSettings settings) {
        this.settings = settings;
    }

    @Override
    public void addCorsMappings(CorsRegistry origins) {
        if (!settings.allowedOrigins().isEmpty()) {
            origins.addMapping("/v1/**")
                    .allowedOrigins(settings.allowedOrigins().toArray(String[]::new))
                    .allowedMethods("GET", "POST", "DELETE")
                    .exposedHeaders("Location", "Preference-Applied", "Retry-After", "Idempotency-Replayed");
        }
    }
}
