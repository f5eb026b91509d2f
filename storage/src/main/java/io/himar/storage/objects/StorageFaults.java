package io.himar.storage.objects;

import io.himar.storage.objects.ObjectStoreException.Reason;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.errors.ServerException;
import io.minio.messages.ErrorResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;

/** What the SDK's errors mean. */
final class StorageFaults {
    @FunctionalInterface
    interface Call<T> {
        T run() throws MinioException, IOException;
    }

    private static final Set<String> FULL =
            Set.of("XMinioStorageFull", "InsufficientStorage", "QuotaExceeded", "XMinioAdminBucketQuotaExceeded");
    /** Refusals that pass: too much at once, too slow, or a clock that is off until it is set. */
    private static final Set<String> PASSING =
            Set.of("SlowDown", "TooManyRequests", "RequestTimeout", "RequestTimeTooSkewed", "ServiceUnavailable");

    private static final int INSUFFICIENT_STORAGE = 507;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;

    private StorageFaults() {}

    static ObjectStoreException explain(String purpose, URI endpoint, Exception failure) {
        ErrorResponseException answer = find(ErrorResponseException.class, failure);
        if (answer != null) {
            String code = answer.errorResponse().code();
            String said = code + ", " + answer.errorResponse().message();
            return failed(reason(code, answer.response().code()), purpose, endpoint, said, failure);
        }
        ServerException server = find(ServerException.class, failure);
        if (server != null) {
            Reason reason = server.statusCode() == INSUFFICIENT_STORAGE ? Reason.FULL : Reason.FAILED;
            return failed(reason, purpose, endpoint, "HTTP status " + server.statusCode(), failure);
        }
        IOException network = find(IOException.class, failure);
        return failed(
                network == null ? Reason.FAILED : Reason.UNREACHABLE,
                purpose,
                endpoint,
                network == null ? failure.getMessage() : network.getMessage(),
                failure);
    }

    /** One of several objects could not be deleted. */
    static ObjectStoreException notDeleted(String key, URI endpoint, ErrorResponse said) {
        return failed(Reason.FAILED, "delete " + key, endpoint, said.code() + ", " + said.message(), null);
    }

    private static ObjectStoreException failed(
            Reason reason, String purpose, URI endpoint, String said, Exception failure) {
        String text = switch (reason) {
            case UNREACHABLE -> "object storage cannot be reached";
            case REFUSED -> "object storage refused";
            case FULL -> "object storage is full";
            case MISSING -> "object storage has no such object or bucket";
            case FAILED -> "object storage failed";
        };
        return new ObjectStoreException(
                reason, "cannot " + purpose + ": " + text + " (" + endpoint + "): " + said, failure);
    }

    private static Reason reason(String code, int status) {
        if (FULL.contains(code) || status == INSUFFICIENT_STORAGE) {
            return Reason.FULL;
        }
        if (status >= 500 || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT || PASSING.contains(code)) {
            return Reason.FAILED;
        }
        return status == 404 ? Reason.MISSING : Reason.REFUSED;
    }

    private static <T extends Throwable> T find(Class<T> type, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
