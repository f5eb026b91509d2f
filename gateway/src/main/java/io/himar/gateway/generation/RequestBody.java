package io.himar.gateway.generation;

import io.himar.gateway.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Reads a request body whole, but never more than is allowed, whatever length the client declares. */
public final class RequestBody {
    private RequestBody() {}

    /**
     * Reads the body.
     *
     * @throws org.springframework.web.ErrorResponseException 413, if it is longer than {@code maxBytes}; 415, if it is
     *     compressed
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
        return body;
    }
}
