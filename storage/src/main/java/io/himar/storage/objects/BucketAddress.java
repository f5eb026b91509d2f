package io.himar.storage.objects;

/** Where the name of the bucket stands in an address. */
public enum BucketAddress {
    /** In the host for Amazon's S3 and in the path elsewhere. */
    AUTO,
    /** {@code https://host/bucket/key}. */
    PATH,
    /** {@code https://bucket.host/key}. */
    HOST
}
