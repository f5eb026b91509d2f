package io.himar.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Random;

/** Ports of the loopback address, the only address that embedded servers listen on. */
final class Loopback {
    static final String HOST = "127.0.0.1";

    /** Systems give ports from 32768 up to outgoing connections: one that was free might be in use a moment later. */
    private static final int FIRST = 12_000;

    private static final int LAST = 19_999;

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
        if (requested == 0) {
            return anyFree();
        }
        try {
            bind(requested);
            return requested;
        } catch (IOException taken) {
            throw new EmbeddedServerException(
                    "Port " + requested + " on " + HOST + ", wanted by " + server
                            + ", is already taken: stop the program that uses it or choose another port.",
                    taken);
        }
    }

    private static int anyFree() {
        for (int each : new Random().ints(FIRST, LAST + 1).limit(LAST - FIRST).toArray()) {
            try {
                bind(each);
                return each;
            } catch (IOException taken) {
                // Then another.
            }
        }
        throw new EmbeddedServerException("No port from " + FIRST + " to " + LAST + " on " + HOST + " is free.");
    }

    private static void bind(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address(), port));
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
