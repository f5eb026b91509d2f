package io.himar.gateway.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.function.Predicate;
import javax.net.SocketFactory;

/**
 * Sockets that connect to nothing but what may be reached. They look at the very address that they connect to, after
 * names were resolved. So no name can be something else when it is looked at than when it is used.
 */
final class GuardedSockets extends SocketFactory {
    private final Predicate<InetAddress> reachable;

    GuardedSockets(Predicate<InetAddress> reachable) {
        this.reachable = reachable;
    }

    /** The address of the host is none that may be reached. */
    static final class RefusedAddress extends IOException {
        RefusedAddress() {
            super("the host has an address that this deployment does not reach");
        }
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                if (!(endpoint instanceof InetSocketAddress to)
                        || to.isUnresolved()
                        || !reachable.test(to.getAddress())) {
                    throw new RefusedAddress();
                }
                super.connect(endpoint, timeout);
            }
        };
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connectsLater();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw connectsLater();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connectsLater();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw connectsLater();
    }

    private static UnsupportedOperationException connectsLater() {
        return new UnsupportedOperationException("a socket that is created here is connected by its user");
    }
}
