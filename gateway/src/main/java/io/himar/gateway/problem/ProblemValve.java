package io.himar.gateway.problem;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.tomcat.util.res.StringManager;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * Reports as problem documents what Tomcat refuses before any servlet runs, such as a malformed request line. Public
 * because Tomcat creates it by name.
 */
public final class ProblemValve extends ErrorReportValve {
    private static final String TOO_LONG =
            StringManager.getManager(Http11InputBuffer.class).getString("iib.requestheadertoolarge.error");

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        tellWhatIsTooLong(request, response, throwable);
        int code = response.getStatus();
        if (code < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        ProblemType type = ProblemType.of(HttpStatusCode.valueOf(code));
        String root = ForwardedPath.of(request.getHeader(ForwardedPath.HEADER));
        HttpStatus status = HttpStatus.resolve(code);
        String reason = status == null ? type.title() : status.getReasonPhrase();
        String document = "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"The request was refused: %s.\"}"
                .formatted(type.at(root), type.title(), code, reason);
        try {
            response.setContentType("application/problem+json");
            response.getReporter().write(document);
            response.finishResponse();
        } catch (IOException e) {
            container.getLogger().debug("The client left before the problem was written", e);
        }
    }

    /** The server has one status and one message for both: it says that the request is malformed. */
    private static void tellWhatIsTooLong(Request request, Response response, Throwable throwable) {
        if (throwable instanceof IllegalArgumentException && TOO_LONG.equals(throwable.getMessage())) {
            boolean line = request.getCoyoteRequest().requestURI().isNull();
            response.setStatus((line ? HttpStatus.URI_TOO_LONG : HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE).value());
        }
    }
}
