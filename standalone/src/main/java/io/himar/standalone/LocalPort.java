package io.himar.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** TCP ports of this machine. */
final class LocalPort {
    private LocalPort() {}

    /**
     * Says so before anything is started, when the port that was asked for is taken.
     *
     * @throws SuiteException naming the port
     */
    static void requireFree(Exposure exposure, int port) {
        if (!free(exposure.resolved(), port)) {
            throw new SuiteException(
                    port == 0
                            ? "--bind: " + exposure.address()
                                    + " is no address of this machine (expected: one of its own, or 0.0.0.0 for all)."
                            : "Port " + port + " on " + exposure.address()
                                    + " is already taken: stop the program that uses it, or choose another port with"
                                    + " --port.");
        }
    }

    /** A port that nobody uses now. */
    static int anyFree(Exposure exposure) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(exposure.resolved(), 0));
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new SuiteException("No port is free on " + exposure.address() + ".", none);
        }
    }

    /** The port used before, which the file remembers, if it is still free; else 0 for any. */
    static int remembered(Path file) {
        try {
            int port = Integer.parseInt(Files.readString(file).strip());
            return port > 0 && port < 65536 && free(InetAddress.getLoopbackAddress(), port) ? port : 0;
        } catch (IOException | NumberFormatException nothingRemembered) {
            return 0;
        }
    }

    static void remember(Path file, int port) {
        try {
            Files.writeString(file, port + "\n");
        } catch (IOException failure) {
            throw new SuiteException("The file " + file + " cannot be written: " + failure.getMessage() + ".", failure);
        }
    }

    private static boolean free(InetAddress address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
