package io.himar.storage.objects;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where objects are kept.
 *
 * @param endpoint as the services reach it, for example {@code http://objects:9000}
 * @param publicEndpoint as customers reach it; signed URLs are made for this one
 * @param region part of every signature
 * @param credentials of the user as whom it is used
 * @param address where the name of the bucket stands
 * @param authorities PEM file of the authorities that the certificate of the end point comes from; those of the JVM if
 *     empty
 */
public record ObjectStoreConfig(
        URI endpoint,
        URI publicEndpoint,
        String bucket,
        String region,
        ObjectCredentials credentials,
        BucketAddress address,
        Optional<Path> authorities) {
    /** What an address of object storage looks like. */
    public static final String ADDRESS = "http(s)://host[:port]";

    public ObjectStoreConfig {
        requireHttp("endpoint", endpoint);
        requireHttp("publicEndpoint", publicEndpoint);
        requireText("bucket", bucket);
        requireText("region", region);
        Objects.requireNonNull(credentials, "credentials");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(authorities, "authorities");
    }

    /** With the JVM's own authorities. */
    public ObjectStoreConfig(
            URI endpoint,
            URI publicEndpoint,
            String bucket,
            String region,
            ObjectCredentials credentials,
            BucketAddress address) {
        this(endpoint, publicEndpoint, bucket, region, credentials, address, Optional.empty());
    }

    /** With keys, and the bucket where it usually stands. */
    public ObjectStoreConfig(
            URI endpoint, URI publicEndpoint, String bucket, String region, String accessKey, String secretKey) {
        this(
                endpoint,
                publicEndpoint,
                bucket,
                region,
                new ObjectCredentials.Keys(accessKey, secretKey),
                BucketAddress.AUTO);
    }

    /** Whether object storage can be reached at such an address: {@value #ADDRESS}. */
    public static boolean isAddress(URI value) {
        if (value == null || value.getHost() == null) {
            return false;
        }
        boolean bare = value.getRawPath() == null || value.getRawPath().matches("/?");
        return bare && ("http".equals(value.getScheme()) || "https".equals(value.getScheme()));
    }

    private static void requireHttp(String name, URI value) {
        if (!isAddress(value)) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + ADDRESS + ")");
        }
    }

    static void requireText(String name, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + ": blank (expected: a text)");
        }
    }
}
