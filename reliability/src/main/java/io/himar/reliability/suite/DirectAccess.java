package io.himar.reliability.suite;

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
}
