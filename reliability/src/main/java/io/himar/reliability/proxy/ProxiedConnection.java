package io.himar.reliability.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/** One connection, with a thread for each direction. */
final class ProxiedConnection {
    private static final int BUFFER = 32 << 10;
    private static final int SLOWNESS_MILLIS = 1_500;
    private static final int SILENCE_POLL_MILLIS = 50;

    private final FaultProxy proxy;
    private final Socket client;
    private final int target;
    private volatile Socket server;
    private volatile boolean cut;

    ProxiedConnection(FaultProxy proxy, Socket client, int target) {
        this.proxy = proxy;
        this.client = client;
        this.target = target;
    }

    void begin() {
        thread("up", this::serve);
    }

    void cut() {
        cut = true;
        close(client);
        close(server);
        proxy.ended(this);
    }

    private void serve() {
        try {
            client.setTcpNoDelay(true);
            ProxyMode mode = proxy.mode();
            if (mode == ProxyMode.FULL || mode == ProxyMode.UNAVAILABLE) {
                MessageHead head = MessageHead.read(client.getInputStream());
                if (mode == ProxyMode.UNAVAILABLE || head.stores()) {
                    proxy.countAffected();
                    head.answer(client, mode == ProxyMode.FULL ? 507 : 503);
                    return;
                }
                // The next request of this connection may be one that stores: have it closed after this one.
                connect().getOutputStream().write(head.closing());
                thread("down", this::answerAndClose);
            } else {
                connect();
                thread("down", () -> pump(server, client));
            }
            pump(client, server);
        } catch (IOException gone) {
            // Either side may go at any time.
        } finally {
            cut();
        }
    }

    private void answerAndClose() {
        try {
            client.getOutputStream()
                    .write(MessageHead.read(server.getInputStream()).closing());
            pump(server, client);
        } catch (IOException gone) {
            cut();
        }
    }

    private Socket connect() throws IOException {
        Socket connected = new Socket(InetAddress.getLoopbackAddress(), target);
        connected.setTcpNoDelay(true);
        server = connected;
        return connected;
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                hold();
                out.write(buffer, 0, read);
            }
        } catch (IOException gone) {
            // The other direction ends with this one.
        } finally {
            cut();
        }
    }

    /** Delays what is to pass, as the mode says. */
    private void hold() throws IOException {
        try {
            if (proxy.mode() == ProxyMode.SLOW) {
                proxy.countAffected();
                Thread.sleep(SLOWNESS_MILLIS);
            }
            while (proxy.mode() == ProxyMode.SILENT && !cut) {
                Thread.sleep(SILENCE_POLL_MILLIS);
            }
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, "proxied-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // It is as good as closed.
        }
    }
}
