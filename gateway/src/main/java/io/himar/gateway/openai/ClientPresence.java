package io.himar.gateway.openai;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Tells whether the client of a request that waits has closed its connection. The server itself notices that when it
 * writes, which may be minutes later.
 */
@Component
final class ClientPresence implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private static final String ATTRIBUTE = ClientPresence.class.getName();

    /**
     * Asks whether the client has left. To be taken while the request is handled, and asked while it waits: when its
     * body is read, and nobody else reads or answers.
     */
    static BooleanSupplier hasLeft(HttpServletRequest request) {
        return (BooleanSupplier) request.getAttribute(ATTRIBUTE);
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
            BooleanSupplier left = () -> isClosed(connection);
            request.setAttribute(ATTRIBUTE, left);
            getNext().invoke(request, response);
        }
    }

    /** The server reads without waiting. At the end of what the client sends it says that one byte can be read. */
    private static boolean isClosed(org.apache.coyote.Request connection) {
        connection.action(ActionCode.AVAILABLE, true);
        return connection.getAvailable() == 1;
    }
}
