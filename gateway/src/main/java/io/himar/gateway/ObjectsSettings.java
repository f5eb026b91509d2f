package io.himar.gateway;

import io.himar.storage.objects.ObjectStoreConfig;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where results and previews lie.
 *
 * @param publicEndpoint as customers reach it: the host of signed URLs
 * @param urlValidity how long a signed URL can be used, one second to seven days
 */
@ConfigurationProperties("himar.objects")
record ObjectsSettings(
        URI endpoint,
        URI publicEndpoint,
        String bucket,
        String region,
        String accessKey,
        String secretKey,
        @DefaultValue("1h") Duration urlValidity) {
    private static final Duration LONGEST = Duration.ofDays(7);

    ObjectsSettings {
        if (urlValidity.toSeconds() < 1 || urlValidity.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "himar.objects.url-validity: " + urlValidity + " (expected: PT1S to " + LONGEST + ")");
        }
    }

    ObjectStoreConfig store() {
        return new ObjectStoreConfig(endpoint, publicEndpoint, bucket, region, accessKey, secretKey);
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return store() + ", urlValidity=" + urlValidity;
    }
}
