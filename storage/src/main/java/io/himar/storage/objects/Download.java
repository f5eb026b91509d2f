package io.himar.storage.objects;

import java.util.Objects;

/**
 * How whoever follows a signed URL is to take what lies there.
 *
 * @param contentType media type
 * @param disposition value of Content-Disposition (RFC 6266), such as {@code inline; filename="seven.png"}
 */
public record Download(String contentType, String disposition) {
    public Download {
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(disposition, "disposition");
    }
}
