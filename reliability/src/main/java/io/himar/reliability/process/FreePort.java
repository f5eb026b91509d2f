package io.himar.reliability.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Ports of the loopback address. */
public final class FreePort {
    /** The kernel gives ports from 32768 up to outgoing connections, and one in use so would not be free later. */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;
    private static final Set<Integer> TAKEN = new HashSet<>();

    private FreePort() {}

    /** A port that nobody listens on, different at every call, and outside the range of outgoing connections. */
    public static synchronized int next() {
        int first = FIRST + (int) (ProcessHandle.current().pid() * 40 % (LAST - FIRST));
        for (int i = 0; i < LAST - FIRST; i++) {
            int port = FIRST + (first - FIRST + i) % (LAST - FIRST);
            if (!TAKEN.contains(port) && isFree(port)) {
                TAKEN.add(port);
                return port;
            }
        }
        throw new IllegalStateException("no port from " + FIRST + " to " + LAST + " is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        } catch (RuntimeException unexpected) {
            throw new UncheckedIOException(new IOException(unexpected));
        }
    }
}
