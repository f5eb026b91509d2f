package io.himar.worker.intake;

import io.himar.contracts.InHand;
import io.himar.worker.gate.Capacity;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * The images that this worker has. As many run as it has slots, each on a thread of its own; the others wait for their
 * turn, or are given back while there are no slots. Safe for use by many threads.
 */
public final class ImagesInHand<T> {
    private final Capacity capacity;
    private final Executor threads;
    private final ImageWork<T> work;
    private final LongSupplier nanoTime;
    private final Deque<ImageInHand<T>> waiting = new ArrayDeque<>();

    /** With the time when each began. */
    private final Map<ImageInHand<T>, Long> running = new LinkedHashMap<>();

    /** @param nanoTime a clock as {@link System#nanoTime} is */
    public ImagesInHand(Capacity capacity, Executor threads, ImageWork<T> work, LongSupplier nanoTime) {
        this.capacity = capacity;
        this.threads = threads;
        this.work = work;
        this.nanoTime = nanoTime;
    }

    /** Takes an image into hand, unless the same lease is there already. */
    public void take(ImageInHand<T> image) {
        synchronized (this) {
            if (has(image)) {
                return;
            }
            waiting.add(image);
        }
        advance();
    }

    /** Starts what has found a slot; gives back what cannot hope for one. */
    public void advance() {
        int slots = capacity.offer().slots();
        if (slots == 0) {
            giveBackWaiting();
            return;
        }
        for (ImageInHand<T> image = next(slots); image != null; image = next(slots)) {
            begin(image);
        }
    }

    /** Every lease that this worker has. */
    public synchronized List<InHand> leases() {
        List<InHand> leases = new ArrayList<>();
        running.keySet().forEach(image -> leases.add(lease(image)));
        waiting.forEach(image -> leases.add(lease(image)));
        return leases;
    }

    /** How much this worker has, and has done of it. */
    public synchronized WorkInHand work() {
        long now = nanoTime.getAsLong();
        long nanos = running.values().stream().mapToLong(begun -> now - begun).sum();
        return new WorkInHand(running.size() + waiting.size(), Duration.ofNanos(nanos));
    }

    /** Ends every running image before its next step. */
    public synchronized void interrupt() {
        running.keySet().forEach(ImageInHand::interrupt);
    }

    /** Returns whether no image is in hand any more, after {@code patience} at most. */
    public synchronized boolean awaitNone(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!running.isEmpty() || !waiting.isEmpty()) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Shows slots and images. */
    public ImagesInHand<T> measuredBy(MeterRegistry registry, String stage) {
        Gauge.builder("himar.stage.in.hand", this, images -> images.leases().size())
                .description("Images that this worker has, running or waiting for a slot")
                .tag("stage", stage)
                .register(registry);
        Gauge.builder("himar.stage.active", this, ImagesInHand::active)
                .description("Images that this worker works on now")
                .tag("stage", stage)
                .register(registry);
        Gauge.builder("himar.stage.slots", capacity, each -> each.offer().slots())
                .description("Images that this worker takes at once now")
                .tag("stage", stage)
                .register(registry);
        return this;
    }

    private synchronized int active() {
        return running.size();
    }

    private boolean has(ImageInHand<T> image) {
        InHand lease = lease(image);
        return waiting.stream().anyMatch(other -> lease(other).equals(lease))
                || running.keySet().stream().anyMatch(other -> lease(other).equals(lease));
    }

    private synchronized ImageInHand<T> next(int slots) {
        if (running.size() >= slots || waiting.isEmpty()) {
            return null;
        }
        ImageInHand<T> image = waiting.remove();
        running.put(image, nanoTime.getAsLong());
        return image;
    }

    private void begin(ImageInHand<T> image) {
        boolean handedOver = false;
        try {
            threads.execute(() -> run(image));
            handedOver = true;
        } finally {
            if (!handedOver) {
                ended(image);
            }
        }
    }

    private void run(ImageInHand<T> image) {
        try {
            work.run(image);
        } finally {
            ended(image);
            advance();
        }
    }

    private synchronized void ended(ImageInHand<T> image) {
        running.remove(image);
        notifyAll();
    }

    private void giveBackWaiting() {
        List<ImageInHand<T>> back;
        synchronized (this) {
            back = List.copyOf(waiting);
            waiting.clear();
            notifyAll();
        }
        back.forEach(work::giveBack);
    }

    private static InHand lease(ImageInHand<?> image) {
        return InHand.newBuilder()
                .setImageId(image.lease().getImageId())
                .setEpoch(image.lease().getEpoch())
                .build();
    }
}
