package io.himar.gateway.event;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Lets a handler close a connection at once. A response that is completed is first written to its end, for which a
 * client that reads nothing would hold a thread.
 */
@Component
final class ConnectionAbort implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private static final String ATTRIBUTE = ConnectionAbort.class.getName();

    /** Closes the connection of a request. To be taken while the request is handled, and called at any time. */
    static Runnable of(HttpServletRequest request) {
        return (Runnable) request.getAttribute(ATTRIBUTE);
    }

    @Override
    public void customize(TomcatServletWebServerFactory server) {
        server.addEngineValves(new Handle());
    }

    private static final class Handle extends ValveBase {
        Handle() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            org.apache.coyote.Request connection = request.getCoyoteRequest();
            Runnable abort = () -> connection.action(ActionCode.CLOSE_NOW, new IOException("cut off"));
            request.setAttribute(ATTRIBUTE, abort);
            getNext().invoke(request, response);
        }
    }
}
