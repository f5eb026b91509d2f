package io.himar.reliability.suite;

import io.himar.reliability.process.JvmProcess;
import io.himar.reliability.process.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** One process of a service, and its HTTP port. */
public final class Service {
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final ServiceKind kind;
    private final JvmProcess process;
    private final URI address;
    private final HttpClient http = HttpClient.newHttpClient();

    Service(ServiceKind kind, JvmProcess process, int port) {
        this.kind = kind;
        this.process = process;
        this.address = URI.create("http://127.0.0.1:" + port);
    }

    public ServiceKind kind() {
        return kind;
    }

    public JvmProcess process() {
        return process;
    }

    public String name() {
        return process.name();
    }

    public URI address() {
        return address;
    }

    /** Starts it with more options of the JVM, and waits until it is ready. */
    public void startAgain(List<String> options) throws IOException, InterruptedException {
        process.start(options);
        awaitReady();
    }

    /** Returns once it says that work can be done. */
    public void awaitReady() throws InterruptedException {
        boolean ready = Waiting.until(PATIENCE, () -> !process.alive() || ready());
        if (!ready || !process.alive()) {
            throw new IllegalStateException(name() + (ready ? " has ended" : " is not ready") + ", see its log");
        }
    }

    public boolean ready() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/actuator/health/readiness"))
                .timeout(ANSWER)
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode() == OK;
    }
}
