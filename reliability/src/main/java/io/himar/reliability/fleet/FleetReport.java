package io.himar.reliability.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was measured, as a page of Markdown. */
record FleetReport(
        long seed, List<Backlog> scaling, List<Backlog> filling, List<Fairness> fairness, List<Burst> bursts) {
    private static final String BACKLOG = """
            Jobs of 1 to 100 images of four tenants, always three times as many as the fleet has slots.
            Workers of each stage; the part of the slots of each stage in which an image runs; images a
            second, and the most that these workers could do if every batch were full.
            """;
    private static final String SLOTS = """
            The same for workers of other sizes. Where stage 2 is full, stage 1 waits for it. With few slots
            a batch is not always full though every slot is in use: an image that comes in the middle of a
            batch waits for the next one. With one slot, the server is idle while a picture is stored and
            the next image comes.
            """;
    private static final String WAITS = """
            The fleet is offered 1.2 times what it can do: nine parts by one tenant in jobs of 20, one part
            by a quiet one in jobs of one image, and a hundredth each of urgent and of background work by
            the loud one. From the submission until a worker begins the image. *Alone* is the quiet tenant
            without the others. *Drawn* is the whole time until the picture is there, 99th percentile, alone
            and beside the loud one: on a full worker every step takes longer. The last slots are kept for
            tenants that have less than their share
            ([`KeptSlots`](../scheduler/src/main/java/io/himar/scheduler/scheduling/KeptSlots.java)), one in
            32, so a fleet of fewer slots keeps none. There the quiet tenant waits until a slot is free: at
            most as long as a stage takes, and again so long where an urgent image comes first.
            """;
    private static final String BACKLOG_HEAD = """
            | workers | slots | stage 1 in use | stage 2 in use | images/s | most | |
            |---|---|---|---|---|---|---|
            """;
    private static final String WAITS_HEAD = """
            | workers | slots | alone, p99 | quiet, p99 | loud, p50 | urgent, max | a stage | drawn, alone \
            | drawn, quiet |
            |---|---|---|---|---|---|---|---|---|
            """;
    private static final String BURST_HEAD = """
            | looks at | enough workers after | most workers | burst done after | worker time | of it without an image |
            |---|---|---|---|---|---|
            """;

    String page() {
        return """
                # A fleet

                This page is written by `benchmarks/fleet --report docs/fleet.md` (seed %d). The command runs
                the scheduler's own code
                ([`scheduling`](../scheduler/src/main/java/io/himar/scheduler/scheduling),
                [`ImageLife`](../storage/src/main/java/io/himar/storage/images/ImageLife.java)) with a virtual
                clock, over images in memory, simulated workers, and a broker that brings every message in 2 to
                6 ms. A transaction of the scheduler is taken to last 4 ms, and 0.05 ms more for each report or
                0.1 ms for each task in it. So the page tells what scheduling does with a fleet, and nothing
                about the speed of a machine.

                **The model of a worker.** Its inference server takes all steps that stand in line as one batch,
                which lasts `fixed + n * each` for n images. So an image that comes joins at the next batch, and
                a batch of 128 takes seven times as long as a batch of one. Batching systems fit this line to
                the latencies that they measure (Nexus, SOSP 2019). The constants are a guess for a large GPU,
                not a measurement of himar's graphs: stage 1 has %s, and stage 2 has %s. Both stages of an image
                take the same time, so a fleet can be full in both.

                """.formatted(seed, gpu(Gpu.PIVOT), gpu(Gpu.REFINE))
                + section("Twice the workers, twice the work", BACKLOG, BACKLOG_HEAD, scaling, FleetReport::row)
                + section("However many images a worker takes", SLOTS, BACKLOG_HEAD, filling, FleetReport::row)
                + section("Who waits how long", WAITS, WAITS_HEAD, fairness, FleetReport::row)
                + section("A burst, and an autoscaler", burst(), BURST_HEAD, bursts, FleetReport::row);
    }

    private static String burst() {
        return """
                %,d images come at once to a fleet that has one worker of %d slots in each stage and %.1f times
                the work of one. An autoscaler (looks every %d s; a worker takes %d s to start; it stops none
                within %d s of needing it) starts up to 64 of each stage, to do the burst in %d s. *Enough* are
                %d of each. Worker time is that of both stages, from the burst until twenty minutes later.

                - `waiting_work`: `himar_work_queued` of the stage, by the work of a full worker in that time.
                  Stage 1 stops while much waits for stage 2, so this alone never asks for enough workers of
                  stage 2.
                - `images`: all images in `himar_images` for the stage, and those in stage 1 for stage 2, by the
                  slots of a worker.
                - `work_and_use`: `himar_work_queued` and `himar_work_coming` as above, and the slots in use
                  (`himar_images` that are handed over or running) by the slots of a worker: what the chart asks for.
                """.formatted(
                        Burst.IMAGES,
                        Burst.SLOTS,
                        Burst.STEADY,
                        Autoscaler.POLL.toSeconds(),
                        Autoscaler.START_UP.toSeconds(),
                        Autoscaler.COOL_DOWN.toSeconds(),
                        Burst.IN_TIME.toSeconds(),
                        Burst.NEEDED);
    }

    private static String gpu(Gpu gpu) {
        return "%d steps of `%d ms + n * %d ms`"
                .formatted(gpu.steps(), gpu.fixed().toMillis(), gpu.each().toMillis());
    }

    private static String row(Backlog run) {
        return "| %d | %d | %.1f %% | %.1f %% | %.1f | %.1f | %.1f %% |"
                .formatted(
                        run.workers(),
                        run.slots(),
                        100 * run.pivot(),
                        100 * run.refine(),
                        run.rate(),
                        run.most(),
                        100 * run.rate() / run.most());
    }

    private static String row(Fairness run) {
        return "| %d | %d | %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        run.workers(),
                        run.slots(),
                        millis(run.alone().quantile(0.99)),
                        millis(run.quiet().quantile(0.99)),
                        millis(run.loud().quantile(0.5)),
                        millis(run.urgent().longest()),
                        millis(run.service()),
                        millis(run.drawnAlone().quantile(0.99)),
                        millis(run.drawnQuiet().quantile(0.99)));
    }

    private static String row(Burst run) {
        return "| `%s` | %s | %d | %s | %.0f s | %.0f %% |"
                .formatted(
                        run.signal().name().toLowerCase(Locale.ROOT),
                        seconds(run.enough()),
                        run.peak(),
                        seconds(run.drained()),
                        run.workerSeconds(),
                        100 * run.wasted());
    }

    private static String millis(Duration time) {
        return "%,d ms".formatted(time.toMillis());
    }

    private static String seconds(Duration time) {
        return time.isZero() ? "never" : time.toSeconds() + " s";
    }

    private static <T> String section(String title, String text, String head, List<T> rows, Function<T, String> row) {
        return "## " + title + "\n\n" + text + "\n" + head
                + rows.stream().map(row).collect(Collectors.joining("\n", "", "\n\n"));
    }
}
