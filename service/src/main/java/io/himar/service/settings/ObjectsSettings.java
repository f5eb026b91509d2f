package io.himar.service.settings;

import io.himar.storage.objects.BucketAddress;
import io.himar.storage.objects.ObjectCredentials;
import io.himar.storage.objects.ObjectStoreConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where previews and results lie.
 *
 * @param endpoint address of an S3 service as the services reach it
 * @param publicEndpoint as customers reach it, the host of signed URLs; {@code endpoint} if absent
 * @param accessKey needed with {@code secretKey} where the credentials are keys
 * @param urlValidity how long a signed URL can be used, one second to seven days
 * @param credentials where those of the service come from
 * @param address where the name of the bucket stands in addresses
 * @param authorities PEM file of the authorities that the certificate of the end point comes from; those of the JVM if
 *     absent
 */
@ConfigurationProperties("himar.objects")
public record ObjectsSettings(
        @DefaultValue("http://127.0.0.1:9000") URI endpoint,
        URI publicEndpoint,
        @DefaultValue("himar") String bucket,
        @DefaultValue("us-east-1") String region,
        Secret accessKey,
        Secret secretKey,
        @DefaultValue("15m") Duration urlValidity,
        @DefaultValue("keys") CredentialsFrom credentials,
        @DefaultValue("auto") BucketAddress address,
        Path authorities) {
    private static final Duration LONGEST = Duration.ofDays(7);

    public ObjectsSettings {
        publicEndpoint = publicEndpoint == null ? endpoint : publicEndpoint;
        requireAddress("himar.objects.endpoint", endpoint);
        requireAddress("himar.objects.public-endpoint", publicEndpoint);
        Expect.notBlank("himar.objects.bucket", bucket);
        Expect.notBlank("himar.objects.region", region);
        if (credentials == CredentialsFrom.KEYS) {
            requireKey("himar.objects.access-key", accessKey);
            requireKey("himar.objects.secret-key", secretKey);
        }
        Expect.file("himar.objects.authorities", authorities);
        Expect.that(
                urlValidity.toSeconds() >= 1 && urlValidity.compareTo(LONGEST) <= 0,
                "himar.objects.url-validity",
                urlValidity,
                "PT1S to " + LONGEST);
    }

    /** The same in the terms of the object store. */
    public ObjectStoreConfig store() {
        ObjectCredentials used = switch (credentials) {
            case KEYS -> new ObjectCredentials.Keys(accessKey.text(), secretKey.text());
            case SURROUNDINGS -> new ObjectCredentials.Surroundings();
        };
        return new ObjectStoreConfig(
                endpoint, publicEndpoint, bucket, region, used, address, Optional.ofNullable(authorities));
    }

    /** Where credentials come from. */
    public enum CredentialsFrom {
        /** They are the two keys here. */
        KEYS,
        /** The place where the service runs gives them, see {@link ObjectCredentials.Surroundings}. */
        SURROUNDINGS
    }

    private static void requireAddress(String name, URI value) {
        Expect.that(ObjectStoreConfig.isAddress(value), name, value, ObjectStoreConfig.ADDRESS);
    }

    private static void requireKey(String name, Secret value) {
        Expect.that(value != null && !value.isBlank(), name, null, "a key of the S3 service");
    }
}
