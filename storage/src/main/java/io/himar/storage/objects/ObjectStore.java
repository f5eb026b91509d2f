package io.himar.storage.objects;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.RemoveObjectsArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.DeleteRequest;
import io.minio.messages.DeleteResult;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.ProviderException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;

/**
 * Objects in one bucket of any S3. Safe for use by many threads. Nothing is sent before the first call. Every method
 * throws {@link ObjectStoreException} with the reason if the storage does not do what was asked.
 */
public final class ObjectStore implements AutoCloseable {
    private static final Duration LONGEST_SIGNATURE = Duration.ofDays(7);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TRANSFER_TIMEOUT = Duration.ofSeconds(30);

    /** What S3 gives with one answer. */
    private static final int MOST_KEYS = 1000;

    private static final String ACCESS_DENIED = "AccessDenied";

    private final ObjectStoreConfig config;
    private final Clock clock;
    private final ObjectCalls calls;
    private final OkHttpClient http;
    private final MinioClient client;
    // It only signs and never connects, so the public endpoint need not be reachable from here.
    private final MinioClient signer;

    public ObjectStore(ObjectStoreConfig config, Clock clock) {
        this(config, clock, ObjectCalls.UNWATCHED);
    }

    /** @param calls who stands around each call that sends something */
    public ObjectStore(ObjectStoreConfig config, Clock clock, ObjectCalls calls) {
        this.config = Objects.requireNonNull(config, "config");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.calls = Objects.requireNonNull(calls, "calls");
        OkHttpClient.Builder connections = new OkHttpClient.Builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(TRANSFER_TIMEOUT)
                .writeTimeout(TRANSFER_TIMEOUT);
        config.authorities().map(TrustedAuthorities::read).ifPresent(trusted -> trusted.use(connections));
        this.http = connections.build();
        this.client = client(config.endpoint());
        this.signer = client(config.publicEndpoint());
    }

    private MinioClient client(URI endpoint) {
        MinioClient made = MinioClient.builder()
                .endpoint(endpoint.toString())
                .region(config.region())
                .credentialsProvider(config.credentials().provider(http))
                .httpClient(http)
                .build();
        switch (config.address()) {
            case HOST -> made.enableVirtualStyleEndpoint();
            case PATH -> made.disableVirtualStyleEndpoint();
            case AUTO -> {
                // The client knows the hosts of Amazon.
            }
        }
        return made;
    }

    /**
     * Makes the bucket unless it is there. Several services may do so at once. A user who may store objects need not be
     * allowed to look at buckets or to make them: where that is denied, the bucket is taken to be there.
     */
    public void ensureBucket() {
        explained("make bucket " + config.bucket(), () -> {
            BucketExistsArgs exists =
                    BucketExistsArgs.builder().bucket(config.bucket()).build();
            if (!isThere(exists)) {
                makeBucket(exists);
            }
            return null;
        });
    }

    private boolean isThere(BucketExistsArgs bucket) throws MinioException {
        try {
            return client.bucketExists(bucket);
        } catch (ErrorResponseException e) {
            if (ACCESS_DENIED.equals(e.errorResponse().code())) {
                return true;
            }
            throw e;
        }
    }

    private void makeBucket(BucketExistsArgs exists) throws MinioException {
        try {
            client.makeBucket(MakeBucketArgs.builder().bucket(config.bucket()).build());
        } catch (MinioException e) {
            // Another service may have made it in between.
            if (!client.bucketExists(exists)) {
                throw e;
            }
        }
    }

    /**
     * Whether the storage answers at all. An answer that refuses is one, too: not every user may ask for the bucket.
     */
    public boolean answers() {
        try {
            exists("answers");
            return true;
        } catch (ObjectStoreException e) {
            return e.reason() != ObjectStoreException.Reason.UNREACHABLE
                    && e.reason() != ObjectStoreException.Reason.FAILED;
        }
    }

    /** Stores an object, replacing one of the same key. It is visible as a whole or not at all. */
    public void put(String key, byte[] bytes, String contentType) {
        call(
                "PutObject",
                key,
                "store " + key,
                () -> client.putObject(PutObjectArgs.builder()
                        .bucket(config.bucket())
                        .object(key)
                        .data(bytes, bytes.length)
                        .contentType(contentType)
                        .build()));
    }

    public byte[] get(String key) {
        return call("GetObject", key, "read " + key, () -> {
            try (InputStream object = client.getObject(
                    GetObjectArgs.builder().bucket(config.bucket()).object(key).build())) {
                return object.readAllBytes();
            }
        });
    }

    public boolean exists(String key) {
        try {
            call(
                    "HeadObject",
                    key,
                    "look up " + key,
                    () -> client.statObject(StatObjectArgs.builder()
                            .bucket(config.bucket())
                            .object(key)
                            .build()));
            return true;
        } catch (ObjectStoreException e) {
            if (e.reason() == ObjectStoreException.Reason.MISSING) {
                return false;
            }
            throw e;
        }
    }

    /** Removes an object; it need not exist. */
    public void delete(String key) {
        call("DeleteObject", key, "delete " + key, () -> {
            client.removeObject(RemoveObjectArgs.builder()
                    .bucket(config.bucket())
                    .object(key)
                    .build());
            return null;
        });
    }

    /** Removes objects; they need not exist. */
    public void deleteAll(Collection<String> keys) {
        call("DeleteObjects", "", "delete " + keys.size() + " objects", () -> {
            List<DeleteRequest.Object> objects =
                    keys.stream().map(DeleteRequest.Object::new).toList();
            for (Result<DeleteResult.Error> failed : client.removeObjects(RemoveObjectsArgs.builder()
                    .bucket(config.bucket())
                    .objects(objects)
                    .build())) {
                DeleteResult.Error error = failed.get();
                throw StorageFaults.notDeleted(error.objectName(), config.endpoint(), error);
            }
            return null;
        });
    }

    /**
     * Lists objects in the order of their keys. A bucket that nobody has made yet holds none.
     *
     * @param after only keys behind this one; empty for all
     * @param most at least 1
     */
    public List<StoredObject> list(String prefix, String after, int most) {
        try {
            return listed(prefix, after, most);
        } catch (ObjectStoreException e) {
            if (e.reason() == ObjectStoreException.Reason.MISSING) {
                return List.of();
            }
            throw e;
        }
    }

    private List<StoredObject> listed(String prefix, String after, int most) {
        return call("ListObjectsV2", "", "list " + prefix, () -> {
            ListObjectsArgs.Builder asked = ListObjectsArgs.builder()
                    .bucket(config.bucket())
                    .prefix(prefix)
                    .recursive(true)
                    .maxKeys(Math.min(most, MOST_KEYS));
            List<StoredObject> found = new ArrayList<>();
            for (Result<Item> each : client.listObjects((after.isEmpty() ? asked : asked.startAfter(after)).build())) {
                Item item = each.get();
                found.add(
                        new StoredObject(item.objectName(), item.lastModified().toInstant()));
                if (found.size() == most) {
                    break;
                }
            }
            return List.copyOf(found);
        });
    }

    /**
     * Makes a URL on the public endpoint from which the object can be downloaded without keys. Sends nothing, and does
     * not check that the object exists.
     *
     * @param validFor one second to seven days
     * @param download which headers the answer has; nobody can change them without the keys
     */
    public SignedUrl signedUrl(String key, Duration validFor, Download download) {
        if (validFor.toSeconds() < 1 || validFor.compareTo(LONGEST_SIGNATURE) > 0) {
            throw new IllegalArgumentException(
                    "validFor: " + validFor + " (expected: PT1S to " + LONGEST_SIGNATURE + ")");
        }
        return explained(
                "sign a URL of " + key,
                () -> new SignedUrl(
                        URI.create(signer.getPresignedObjectUrl(GetPresignedObjectUrlArgs.builder()
                                .method(Http.Method.GET)
                                .bucket(config.bucket())
                                .object(key)
                                .extraQueryParams(Map.of(
                                        "response-content-type", download.contentType(),
                                        "response-content-disposition", download.disposition()))
                                .expiry((int) validFor.toSeconds(), TimeUnit.SECONDS)
                                .build())),
                        clock.instant().plusSeconds(validFor.toSeconds())));
    }

    private <T> T call(String operation, String key, String purpose, StorageFaults.Call<T> call) {
        return calls.watch(operation, key, () -> explained(purpose, call));
    }

    private <T> T explained(String purpose, StorageFaults.Call<T> call) {
        try {
            return call.run();
        } catch (MinioException | IOException | IllegalStateException | ProviderException e) {
            // The SDK wraps what its asynchronous calls meet, such as a refused connection, in IllegalStateException.
            // Where there are no credentials it throws a ProviderException.
            throw StorageFaults.explain(purpose, config.endpoint(), e);
        }
    }

    /** Ends idle connections. */
    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
