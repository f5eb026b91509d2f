package io.himar.storage.objects;

import java.net.URI;
import java.util.Objects;

/**
 * Where objects are kept.
 *
 * @param endpoint as the services reach it, for example {@code http://objects:9000}
 * @param publicEndpoint as customers reach it; signed URLs are made for this one
 * @param region part of every signature
 */
public record ObjectStoreConfig(
        URI endpoint, URI publicEndpoint, String bucket, String region, String accessKey, String secretKey) {

    public ObjectStoreConfig {
        requireHttp("endpoint", endpoint);
        requireHttp("publicEndpoint", publicEndpoint);
        requireText("bucket", bucket);
        requireText("region", region);
        requireText("accessKey", accessKey);
        requireText("secretKey", secretKey);
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "ObjectStoreConfig[endpoint=" + endpoint + ", publicEndpoint=" + publicEndpoint + ", bucket=" + bucket
                + ", region=" + region + ", accessKey=" + accessKey + "]";
    }

    private static void requireHttp(String name, URI value) {
        Objects.requireNonNull(value, name);
        String scheme = value.getScheme();
        boolean bare = value.getRawPath() == null || value.getRawPath().matches("/?");
        if (!("http".equals(scheme) || "https".equals(scheme)) || value.getHost() == null || !bare) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: http(s)://host[:port])");
        }
    }

    private static void requireText(String name, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + ": blank (expected: a text)");
        }
    }
}
