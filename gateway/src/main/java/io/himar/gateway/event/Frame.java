package io.himar.gateway.event;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Bytes of a stream that many clients may be waiting for. */
final class Frame {
    private final byte[] bytes;
    private final AtomicInteger waiting = new AtomicInteger();

    private Frame(byte[] bytes) {
        this.bytes = bytes;
    }

    static Frame of(String text) {
        return new Frame(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return bytes.length;
    }

    /** Whether nobody else waits for it. */
    boolean isFirstWait() {
        return waiting.getAndIncrement() == 0;
    }

    boolean wasLastWait() {
        return waiting.decrementAndGet() == 0;
    }
}
