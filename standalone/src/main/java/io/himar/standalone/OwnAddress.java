package io.himar.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** By which address others most likely reach this machine. */
final class OwnAddress {
    /** Of a network that is kept for documents. */
    private static final String SOMEWHERE_ELSE = "192.0.2.1";

    private static final int ANY_PORT = 9;

    private OwnAddress() {}

    /** That from which it would send to other networks; nothing is sent to find out. */
    static InetAddress outgoing() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(SOMEWHERE_ELSE, ANY_PORT));
            InetAddress own = socket.getLocalAddress();
            return own.isAnyLocalAddress() ? InetAddress.getLocalHost() : own;
        } catch (UncheckedIOException | IOException noNetwork) {
            return InetAddress.getLoopbackAddress();
        }
    }
}
