package io.himar.gateway.event;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes wait for slow clients: of each, and of all together, where what several wait for counts once. */
final class Backlogs {
    private final long mostOfOne;
    private final long mostOfAll;
    private final AtomicLong all = new AtomicLong();

    Backlogs(long mostOfOne, long mostOfAll) {
        this.mostOfOne = mostOfOne;
        this.mostOfAll = mostOfAll;
    }

    /**
     * Counts a frame for a client, unless too much waits for that client. Whoever waits for nothing may always have
     * one, however large it is.
     *
     * @param waiting bytes that wait for the client already
     */
    boolean add(Frame frame, long waiting) {
        if (waiting > 0 && (waiting + frame.size() > mostOfOne || all.get() + frame.size() > mostOfAll)) {
            return false;
        }
        if (frame.isFirstWait()) {
            all.addAndGet(frame.size());
        }
        return true;
    }

    void remove(Frame frame) {
        if (frame.wasLastWait()) {
            all.addAndGet(-frame.size());
        }
    }

    /** Whether so little waits that streams may begin, or catch up. */
    boolean haveRoom() {
        return all.get() < mostOfAll / 2;
    }

    long bytes() {
        return all.get();
    }
}
