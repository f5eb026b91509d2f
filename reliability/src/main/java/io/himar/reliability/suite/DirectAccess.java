package io.himar.reliability.suite;

import io.minio.MinioClient;

/** Addresses and keys of Postgres and object storage, for one who looks on. */
public record DirectAccess(
        String jdbcUrl,
        String username,
        String password,
        String objectsEndpoint,
        String objectsAccessKey,
        String objectsSecretKey) {
    /** The bucket of the suite. */
    public static final String BUCKET = "himar";

    public MinioClient objectsClient() {
        return MinioClient.builder()
                .endpoint(objectsEndpoint)
                .region("us-east-1")
                .credentials(objectsAccessKey, objectsSecretKey)
                .build();
    }
}
