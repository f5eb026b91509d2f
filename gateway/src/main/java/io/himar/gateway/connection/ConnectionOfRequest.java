package io.himar.gateway.connection;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Notes its connection with each request: only the server's own form of a request leads there. */
@Component
final class ConnectionOfRequest implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    @Override
    public void customize(TomcatServletWebServerFactory server) {
        server.addEngineValves(new Note());
    }

    private static final class Note extends ValveBase {
        Note() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            request.setAttribute(Connection.ATTRIBUTE, new Connection(request.getCoyoteRequest()));
            getNext().invoke(request, response);
        }
    }
}
