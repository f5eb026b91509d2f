package io.himar.gateway.event;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * How much memory a connection holds. Thousands of streams are open at once, and each has its buffers as long as it
 * lasts; requests and answers here are small. What the system holds for a client that reads nothing is bounded, too.
 */
@Component
final class ConnectionBuffers implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    @Override
    public void customize(TomcatServletWebServerFactory server) {
        server.setProtocol(SmallAnswers.class.getName());
        server.addConnectorCustomizers(connector -> {
            connector.setProperty("socket.txBufSize", "65536");
            connector.setProperty("socket.appReadBufSize", "2048");
            connector.setProperty("socket.appWriteBufSize", "4096");
        });
    }
}
