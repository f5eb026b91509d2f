package io.himar.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Ports of the loopback address, the only address that embedded servers listen on. */
final class Loopback {
    static final String HOST = "127.0.0.1";

    private Loopback() {}

    /**
     * Returns {@code requested}, or a free port when it is 0.
     *
     * @throws EmbeddedServerException when the requested port is taken
     */
    static int port(String server, int requested) {
        if (requested < 0 || requested > 65535) {
            throw new IllegalArgumentException("port: " + requested + " (expected: 0 to 65535, 0 = any free)");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address(), requested));
            return socket.getLocalPort();
        } catch (IOException taken) {
            throw new EmbeddedServerException(
                    "Port " + requested + " on " + HOST + ", wanted by " + server
                            + ", is already taken: stop the program that uses it or choose another port.",
                    taken);
        }
    }

    static InetAddress address() {
        try {
            return InetAddress.getByAddress(HOST, new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
