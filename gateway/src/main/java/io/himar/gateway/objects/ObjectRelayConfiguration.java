package io.himar.gateway.objects;

import io.himar.service.settings.ObjectsSettings;
import java.net.URI;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets pictures be downloaded from the gateway, where nobody outside reaches object storage: signed URLs then name the
 * gateway ({@code himar.objects.public-endpoint}), and it passes them on.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("himar.objects.through-gateway")
class ObjectRelayConfiguration {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TRANSFER_TIMEOUT = Duration.ofSeconds(30);

    @Bean
    ServletRegistrationBean<ObjectRelay> objectRelay(ObjectsSettings settings) {
        OkHttpClient http = new OkHttpClient.Builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(TRANSFER_TIMEOUT)
                .followRedirects(false)
                .build();
        ObjectRelay relay = new ObjectRelay(http, settings.endpoint(), host(settings.publicEndpoint()));
        return new ServletRegistrationBean<>(relay, "/" + settings.bucket() + "/*");
    }

    /** As clients name it, and signatures: without the port that its scheme has anyway. */
    private static String host(URI outside) {
        HttpUrl url = HttpUrl.get(outside.toString());
        String host = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
        return url.port() == HttpUrl.defaultPort(url.scheme()) ? host : host + ":" + url.port();
    }
}
