package io.himar.gateway.generation;

import io.himar.gateway.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Reads a request body whole, but never more than is allowed, whatever length the client declares. */
public final class RequestBody {
    private static final Set<Charset> WITHIN_UTF_8 = Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII);

    private RequestBody() {}

    /**
     * Reads the body.
     *
     * @throws org.springframework.web.ErrorResponseException 413, if it is longer than {@code maxBytes}; 415, if it is
     *     compressed, or says that it is no JSON, or not in UTF-8
     */
    public static byte[] read(HttpServletRequest request, long maxBytes) throws IOException {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Problems.encodedBody(encoding);
        }
        if (request.getContentLengthLong() > maxBytes) {
            throw Problems.bodyTooLarge(maxBytes);
        }
        byte[] body = request.getInputStream().readNBytes(Math.toIntExact(maxBytes + 1));
        if (body.length > maxBytes) {
            throw Problems.bodyTooLarge(maxBytes);
        }
        if (body.length > 0 && !isJson(request.getContentType())) {
            throw Problems.notJson(request.getContentType());
        }
        return body;
    }

    /** Whether it is JSON, in UTF-8, by its type; one that says nothing is looked at. */
    private static boolean isJson(String type) {
        if (type == null) {
            return true;
        }
        try {
            MediaType parsed = MediaType.parseMediaType(type);
            return MediaType.APPLICATION_JSON.isCompatibleWith(parsed)
                    && (parsed.getCharset() == null || WITHIN_UTF_8.contains(parsed.getCharset()));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}
