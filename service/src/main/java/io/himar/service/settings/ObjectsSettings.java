package io.himar.service.settings;

import io.himar.storage.objects.ObjectStoreConfig;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where previews and results lie.
 *
 * @param endpoint address of an S3 service as the services reach it
 * @param publicEndpoint as customers reach it, the host of signed URLs; {@code endpoint} if absent
 * @param urlValidity how long a signed URL can be used, one second to seven days
 */
@ConfigurationProperties("himar.objects")
public record ObjectsSettings(
        @DefaultValue("http://127.0.0.1:9000") URI endpoint,
        URI publicEndpoint,
        @DefaultValue("himar") String bucket,
        @DefaultValue("us-east-1") String region,
        Secret accessKey,
        Secret secretKey,
        @DefaultValue("15m") Duration urlValidity) {
    private static final Duration LONGEST = Duration.ofDays(7);

    public ObjectsSettings {
        publicEndpoint = publicEndpoint == null ? endpoint : publicEndpoint;
        requireAddress("himar.objects.endpoint", endpoint);
        requireAddress("himar.objects.public-endpoint", publicEndpoint);
        Expect.notBlank("himar.objects.bucket", bucket);
        Expect.notBlank("himar.objects.region", region);
        requireKey("himar.objects.access-key", accessKey);
        requireKey("himar.objects.secret-key", secretKey);
        Expect.that(
                urlValidity.toSeconds() >= 1 && urlValidity.compareTo(LONGEST) <= 0,
                "himar.objects.url-validity",
                urlValidity,
                "PT1S to " + LONGEST);
    }

    /** The same in the terms of the object store. */
    public ObjectStoreConfig store() {
        return new ObjectStoreConfig(endpoint, publicEndpoint, bucket, region, accessKey.text(), secretKey.text());
    }

    private static void requireAddress(String name, URI value) {
        Expect.that(ObjectStoreConfig.isAddress(value), name, value, ObjectStoreConfig.ADDRESS);
    }

    private static void requireKey(String name, Secret value) {
        Expect.that(value != null && !value.isBlank(), name, null, "a key of the S3 service");
    }
}
