package io.himar.reliability.client;

import io.himar.reliability.client.Clients.Manner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Requests at a steady pace, whatever becomes of them. */
public final class Load {
    /** One of so many jobs is cancelled, one is asked for only once, and one is a draft first. */
    private static final int CYCLE = 7;

    private final Clients clients;
    private final List<Request> requests = Request.all();
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private long submitted;

    private Load(Clients clients) {
        this.clients = clients;
    }

    /** @param rate images a second, cancelled ones included; what is refined from drafts comes on top */
    public static Load begin(Clients clients, double rate) {
        Load load = new Load(clients);
        double images =
                load.requests.stream().mapToInt(Request::count).average().orElseThrow();
        long interval = Duration.ofNanos((long) (1e9 * images / rate)).toNanos();
        var unused = load.pace.scheduleAtFixedRate(load::next, 0, interval, TimeUnit.NANOSECONDS);
        return load;
    }

    /** Returns once nothing more is submitted. */
    public void end() throws InterruptedException {
        pace.shutdownNow();
        pace.awaitTermination(1, TimeUnit.MINUTES);
    }

    private void next() {
        long number = submitted++;
        // Neither stride nor cycle divides the number of requests: every request comes in every manner.
        clients.submit(requests.get((int) (number * 5 % requests.size())), manner((int) (number % CYCLE)));
    }

    private static Manner manner(int turn) {
        return switch (turn) {
            case 0 -> Manner.CANCELLED;
            case 1 -> Manner.ONCE;
            case 2 -> Manner.DRAFTED;
            default -> Manner.REPEATED;
        };
    }
}
