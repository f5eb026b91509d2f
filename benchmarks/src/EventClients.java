import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Many clients of event streams on one thread: each notes how long its events took since they were written. */
final class EventClients implements AutoCloseable {
    private static final Pattern AT = Pattern.compile("\"at\":\"([^\"]+)\"");
    private static final int BUFFER = 1 << 16;

    private final Selector selector = Selector.open();
    private final Thread thread = new Thread(this::read, "clients");
    private final List<Long> millis = new ArrayList<>();
    private volatile boolean closed;
    private volatile boolean measuring;
    private volatile long lastRead = System.nanoTime();
    private final AtomicInteger cutOff = new AtomicInteger();

    /** What has come of a line that has not ended. */
    private record Rest(StringBuilder text) {}

    EventClients() throws IOException {
        thread.setDaemon(true);
        thread.start();
    }

    void open(URI gateway, String path) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
        channel.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
        String request = "GET " + path + " HTTP/1.1\r\nHost: benchmark\r\nAccept: text/event-stream\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Rest(new StringBuilder()));
        selector.wakeup();
    }

    /** Waits until all have what happened before they came, and nothing has come for a while. */
    void awaitQuiet(Duration quiet) throws InterruptedException {
        while (System.nanoTime() - lastRead < quiet.toNanos()) {
            Thread.sleep(100);
        }
    }

    /** From now on it is noted how long events take. */
    void measure() {
        measuring = true;
    }

    /** Milliseconds that each event took to each client, in ascending order. */
    List<Long> millis() {
        synchronized (millis) {
            return millis.stream().sorted().toList();
        }
    }

    /** Clients whose stream has ended. */
    int cutOff() {
        return cutOff.get();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (!closed) {
                selector.select(key -> take(key, buffer), 100);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void take(SelectionKey key, ByteBuffer buffer) {
        try {
            buffer.clear();
            if (((SocketChannel) key.channel()).read(buffer) < 0) {
                throw new IOException("ended");
            }
            lastRead = System.nanoTime();
            buffer.flip();
            StringBuilder rest = ((Rest) key.attachment()).text();
            rest.append(StandardCharsets.ISO_8859_1.decode(buffer));
            note(rest);
        } catch (IOException e) {
            cutOff.incrementAndGet();
            key.cancel();
        }
    }

    /** Takes all whole lines. */
    private void note(StringBuilder rest) {
        int end = rest.lastIndexOf("\n");
        if (end < 0) {
            return;
        }
        if (measuring) {
            Instant now = Instant.now();
            Matcher at = AT.matcher(rest.substring(0, end));
            synchronized (millis) {
                while (at.find()) {
                    millis.add(now.toEpochMilli() - Instant.parse(at.group(1)).toEpochMilli());
                }
            }
        }
        rest.delete(0, end + 1);
    }
}
