package io.himar.gateway.objects;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes requests for signed URLs on to object storage, which judges the signature, and its answers back. Nothing
 * without a signature goes through.
 */
final class ObjectRelay extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ObjectRelay.class);
    private static final String SIGNATURE = "X-Amz-Signature";

    /** No signature is over these, and object storage does something about them. */
    private static final List<String> ASKED =
            List.of("Range", "If-Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since");

    private static final List<String> ANSWERED = List.of(
            "Content-Type",
            "Content-Length",
            "Content-Range",
            "Content-Disposition",
            "Accept-Ranges",
            "Cache-Control",
            "ETag",
            "Last-Modified");

    private final transient OkHttpClient http;
    private final URI storage;
    private final String signedHost;

    /**
     * A way to object storage.
     *
     * @param storage as it is reached from here
     * @param signedHost host and port that signed URLs name
     */
    ObjectRelay(OkHttpClient http, URI storage, String signedHost) {
        this.http = http;
        this.storage = storage;
        this.signedHost = signedHost;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getParameter(SIGNATURE) == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        try (Response answer = http.newCall(passedOn(request)).execute()) {
            passBack(answer, response);
        } catch (IOException e) {
            if (response.isCommitted()) {
                throw e; // The client sees that something is missing.
            }
            LOG.warn("Object storage does not answer; the client is asked to try again: {}", e.getMessage());
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    /** A signature is for GET alone, and the answer to this would have to be read for its length. */
    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Allow", "GET");
        response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    }

    private Request passedOn(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        Request.Builder passedOn = new Request.Builder()
                .url(storage.resolve("/") + path.substring(1) + "?" + request.getQueryString())
                .header("Host", signedHost)
                .header("Accept-Encoding", "identity");
        for (String name : ASKED) {
            String value = request.getHeader(name);
            if (value != null) {
                passedOn.header(name, value);
            }
        }
        return passedOn.build();
    }

    private static void passBack(Response answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.code());
        for (String name : ANSWERED) {
            String value = answer.header(name);
            if (value != null) {
                response.setHeader(name, value);
            }
        }
        // Objects come from the address of the page: none of them may be taken for a part of it.
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        answer.body().byteStream().transferTo(response.getOutputStream());
    }
}
