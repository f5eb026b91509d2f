package io.himar.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Where a server is reached, also after it was stopped and started again. */
public record ServerAddress(String host, int port) {
    /** The address of this machine that others cannot reach. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");
    private static final int FIRST_PORT = 20_000;
    private static final int PORT_AFTER_LAST = 32_000;

    /** A port that nobody listens on, below those that outgoing connections are given: it stays free for a while. */
    public static int freePort() {
        int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, PORT_AFTER_LAST);
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (BindException taken) {
            return freePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code host:port}. */
    @Override
    public String toString() {
        return host + ":" + port;
    }

    /**
     * How Docker is told to give this address to a port of a container: an address alone, so that nobody else reaches
     * it, unless the engine's machine is known by a name.
     */
    String binding(int inContainer) {
        String interfaces = ADDRESS.matcher(host).matches() ? host : "0.0.0.0";
        return interfaces + ":" + port + ":" + inContainer;
    }
}
