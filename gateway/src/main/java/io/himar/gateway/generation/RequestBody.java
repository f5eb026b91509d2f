package io.himar.gateway.generation;

import io.himar.gateway.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Reads a request body whole, but never more than is allowed, whatever length the client declares. */
public final class RequestBody {
    private RequestBody() {}

    /**
     * Reads the body.
     *
     * @throws org.springframework.web.ErrorResponseException 413, if it is longer than {@code maxBytes}; 415, if it is
     *     compressed, or says that it is no JSON
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

    /** Whether it is JSON by its type; one that says nothing is looked at. */
    private static boolean isJson(String type) {
        try {
            return type == null || MediaType.APPLICATION_JSON.isCompatibleWith(MediaType.parseMediaType(type));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}
