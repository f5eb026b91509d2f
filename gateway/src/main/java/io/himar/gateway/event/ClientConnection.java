package io.himar.gateway.event;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one client. Frames leave in the order in which they were sent, as far as the client takes them and without
 * ever waiting for it. A client for which too much waits, or that takes nothing for too long, is cut off: what it has
 * not seen it can have again with {@code Last-Event-ID}.
 */
final class ClientConnection implements WriteListener, AsyncListener {
    /** What is told of a connection, by whichever thread finds out. Its methods must return soon. */
    interface Owner {
        /** All that was sent has left. */
        void drained();

        /** Told once: nothing leaves any more. */
        void closed();
    }

    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    /** As much as the server's own buffer has, so that what a client does not take lies here, where it is counted. */
    private static final int PIECE = 8192;

    private final AsyncContext exchange;
    private final ServletOutputStream out;
    private final Runnable abort;
    private final Backlogs backlogs;
    private final Owner owner;
    private final Queue<Frame> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private int written;
    private boolean writable;
    private boolean unflushed;
    private boolean ending;
    private boolean closed;
    private long stuckSince = System.nanoTime();

    /** @param abort closes the connection at once, without a word to the client */
    ClientConnection(AsyncContext exchange, Runnable abort, Backlogs backlogs, Owner owner) throws IOException {
        this.exchange = exchange;
        this.out = exchange.getResponse().getOutputStream();
        this.abort = abort;
        this.backlogs = backlogs;
        this.owner = owner;
    }

    /** Begins to write, as soon as the server lets it. */
    void open() {
        exchange.setTimeout(0); // It ends with what it tells of, not by a clock.
        exchange.addListener(this);
        out.setWriteListener(this);
    }

    /** Sends frames that belong together, in one piece where the client takes them. */
    void send(Frame... frames) {
        synchronized (this) {
            if (closed || ending) {
                return;
            }
            if (take(frames)) {
                write();
                return;
            }
            cut("is too far behind");
        }
        owner.closed();
    }

    /** Whether there was room for all of them. They are not in each other's way: even a long one may wait alone. */
    private boolean take(Frame... frames) {
        long before = waitingBytes;
        for (Frame frame : frames) {
            if (!backlogs.add(frame, before)) {
                return false;
            }
            waiting.add(frame);
            waitingBytes += frame.size();
        }
        return true;
    }

    /** Sends it to a client that waits for nothing; the others have something to read anyway. */
    void sendIfIdle(Frame frame) {
        if (waitingBytes() == 0) {
            send(frame);
        }
    }

    /** Closes behind what was sent so far. */
    synchronized void end() {
        ending = true;
        write();
    }

    /** Closes now: behind what was sent where the client has taken all of it, in the middle otherwise. */
    void endNow() {
        synchronized (this) {
            ending = true;
            write();
            if (closed || waiting.isEmpty()) {
                return;
            }
            cut("waits for something, which ends now");
        }
        owner.closed();
    }

    /** Cuts the client off if it has taken nothing for so long. */
    void cutOffIfStuckFor(Duration patience) {
        synchronized (this) {
            if (closed || writable || System.nanoTime() - stuckSince <= patience.toNanos()) {
                return;
            }
            cut("has read nothing for " + patience.toSeconds() + " s");
        }
        owner.closed();
    }

    synchronized long waitingBytes() {
        return waitingBytes;
    }

    @Override
    public void onWritePossible() {
        boolean drained;
        synchronized (this) {
            writable = true;
            write();
            drained = waiting.isEmpty() && !closed;
        }
        if (drained) {
            owner.drained();
        }
    }

    @Override
    public void onError(Throwable failure) {
        close();
    }

    @Override
    public void onError(AsyncEvent event) {
        close();
        complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        close();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        complete();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // It starts once, and nobody listens yet.
    }

    private void cut(String why) {
        LOG.debug("A client of an event stream {}", why);
        forget();
        abort.run();
    }

    private void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            forget();
        }
        owner.closed();
    }

    /** From now on the server's objects are not touched any more: they may soon serve another request. */
    private void forget() {
        closed = true;
        waiting.forEach(backlogs::remove);
        waiting.clear();
        waitingBytes = 0;
    }

    private void write() {
        if (!writable || closed) {
            return;
        }
        try {
            while (out.isReady()) {
                if (!writeSome()) {
                    return;
                }
            }
            writable = false; // The server calls when it is.
            stuckSince = System.nanoTime();
        } catch (IOException | RuntimeException e) {
            // The client left; the server tells of that, too.
            writable = false;
            LOG.debug("A client of an event stream has left", e);
        }
    }

    /** Whether there was anything to do. */
    private boolean writeSome() throws IOException {
        Frame frame = waiting.peek();
        if (frame != null) {
            int size = Math.min(PIECE, frame.size() - written);
            out.write(frame.bytes(), written, size);
            unflushed = true;
            written += size;
            waitingBytes -= size;
            if (written == frame.size()) {
                backlogs.remove(waiting.remove());
                written = 0;
            }
        } else if (unflushed) {
            unflushed = false;
            out.flush();
        } else {
            if (ending) {
                complete();
            }
            return false;
        }
        return true;
    }

    private void complete() {
        try {
            exchange.complete();
        } catch (IllegalStateException e) {
            LOG.debug("The exchange is over already", e);
        }
    }
}
