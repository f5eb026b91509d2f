package io.himar.gateway.problem;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * Reports as problem documents what Tomcat refuses before any servlet runs, such as a malformed request line. Public
 * because Tomcat creates it by name.
 */
public final class ProblemValve extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        int code = response.getStatus();
        if (code < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        HttpStatus status = HttpStatus.resolve(code);
        String title = status == null ? "Error" : status.getReasonPhrase();
        String document = "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"The request was refused: %s.\"}"
                .formatted(Problems.type(HttpStatusCode.valueOf(code)), title, code, title);
        try {
            response.setContentType("application/problem+json");
            response.setCharacterEncoding("utf-8");
            response.getReporter().write(document);
            response.finishResponse();
        } catch (IOException e) {
            container.getLogger().debug("The client left before the problem was written", e);
        }
    }
}
