package io.himar.servers;

import java.time.Duration;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.utility.DockerImageName;

/** A server in a container, at an address that it keeps when it is stopped and started again. */
final class ContainedServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int GRACE_SECONDS = 30;

    private final GenericContainer<?> container;
    private final ServerAddress address;
    private WaitStrategy ready;

    private ContainedServer(GenericContainer<?> container, ServerAddress address) {
        this.container = container;
        this.address = address;
    }

    /** A server of that image, yet to be started, that listens on that port in its container. */
    static ContainedServer of(DockerImageName image, int port) {
        ServerAddress address = new ServerAddress(host(), ServerAddress.freePort());
        GenericContainer<?> container = new GenericContainer<>(image).withExposedPorts(port);
        container.setPortBindings(List.of(address.binding(port)));
        return new ContainedServer(container, address);
    }

    ServerAddress address() {
        return address;
    }

    ContainedServer environment(String name, String value) {
        container.addEnv(name, value);
        return this;
    }

    ContainedServer user(String name) {
        container.withCreateContainerCmdModifier(creation -> creation.withUser(name));
        return this;
    }

    ContainedServer command(String... words) {
        container.setCommand(words);
        return this;
    }

    /** Starts it, and returns once it is ready. */
    ContainedServer start(WaitStrategy readiness) {
        ready = readiness.withStartupTimeout(PATIENCE);
        container.setWaitStrategy(ready);
        container.start();
        return this;
    }

    void stop() {
        container
                .getDockerClient()
                .stopContainerCmd(container.getContainerId())
                .withTimeout(GRACE_SECONDS)
                .exec();
    }

    void startAgain() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
        ready.waitUntilReady(container);
    }

    /** Ends it, and deletes what it held. */
    @Override
    public void close() {
        container.stop();
    }

    private static String host() {
        String host = DockerClientFactory.instance().dockerHostIpAddress();
        return host.equals("localhost") ? ServerAddress.LOOPBACK : host;
    }
}
