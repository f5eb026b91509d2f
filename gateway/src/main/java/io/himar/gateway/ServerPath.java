package io.himar.gateway;

import java.net.URI;
import org.springdoc.core.customizers.ServerBaseUrlCustomizer;
import org.springframework.http.HttpRequest;
import org.springframework.stereotype.Component;

/**
 * Names the server in the OpenAPI document by its path alone, which clients resolve against where they have the
 * document from. The host in a request is whatever its sender wrote.
 */
@Component
final class ServerPath implements ServerBaseUrlCustomizer {
    @Override
    public String customize(String serverBaseUrl, HttpRequest request) {
        String path = URI.create(serverBaseUrl).getRawPath();
        return path == null || path.isEmpty() ? "/" : path;
    }
}
