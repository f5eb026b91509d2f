package io.himar.reliability.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Passes TCP connections on to a port of this machine, or does to them what its mode says. */
public final class FaultProxy implements AutoCloseable {
    private static final int BACKLOG = 200;

    private final int port;
    private final int target;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong affected = new AtomicLong();
    private volatile ProxyMode mode = ProxyMode.PASSING;
    private volatile ServerSocket server;

    /**
     * Listens at once.
     *
     * @param port of the loopback address to listen on
     * @param target port of the loopback address that connections are passed on to
     */
    public FaultProxy(int port, int target) {
        this.port = port;
        this.target = target;
        listen();
    }

    public int port() {
        return port;
    }

    /** Connections and requests that met a fault so far. A refused connection is counted only if it had stood. */
    public long affected() {
        return affected.get();
    }

    /** Changes the mode. Where HTTP is to be read, and where nobody is to listen, standing connections are cut. */
    public synchronized void mode(ProxyMode next) {
        ProxyMode before = mode;
        mode = next;
        if (before == ProxyMode.REFUSING) {
            listen();
        }
        if (next == ProxyMode.SILENT) {
            affected.addAndGet(connections.size());
        } else {
            if (next == ProxyMode.REFUSING) {
                affected.addAndGet(connections.size());
                stopListening();
            }
            // After a silence, too: nobody knows what was lost.
            connections.forEach(ProxiedConnection::cut);
        }
    }

    @Override
    public synchronized void close() {
        mode = ProxyMode.REFUSING;
        stopListening();
        connections.forEach(ProxiedConnection::cut);
    }

    ProxyMode mode() {
        return mode;
    }

    void countAffected() {
        affected.incrementAndGet();
    }

    void ended(ProxiedConnection connection) {
        connections.remove(connection);
    }

    private void listen() {
        try {
            ServerSocket listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            server = listening;
            Thread accepting = new Thread(() -> accept(listening), "proxy-" + port);
            accepting.setDaemon(true);
            accepting.start();
        } catch (IOException taken) {
            throw new UncheckedIOException("port " + port + " cannot be listened on", taken);
        }
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                ProxiedConnection connection = new ProxiedConnection(this, client, target);
                connections.add(connection);
                if (mode == ProxyMode.REFUSING) {
                    // It came while the port was being closed: the kernel still hands it to an accept that waits.
                    connection.cut();
                } else {
                    connection.begin();
                }
            } catch (IOException closedOrRefused) {
                // Closed: the loop ends. The target refused: the client has been cut off, too.
            }
        }
    }

    private void stopListening() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
