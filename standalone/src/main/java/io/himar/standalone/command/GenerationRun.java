package io.himar.standalone.command;

import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.GatewayException;
import io.himar.standalone.client.GatewayUnavailableException;
import io.himar.standalone.client.Generation;
import io.himar.standalone.client.GenerationProgress;
import io.himar.standalone.client.GenerationWatch;
import io.himar.standalone.client.NewGeneration;
import io.himar.standalone.download.Downloads;
import io.himar.standalone.terminal.ProgressBoard;
import io.himar.standalone.terminal.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Submits generations, or returns to them, shows their progress, and saves each picture as soon as it is there. */
final class GenerationRun {
    private static final Duration FRAME = Duration.ofMillis(150);

    /** What is told at the end. */
    @FunctionalInterface
    interface Report {
        /** Prints and returns the exit status. */
        int print(List<Generation> generations, Downloads downloads, Duration waited);
    }

    private final GatewayClient gateway;
    private final Terminal terminal;
    private final Report report;
    private final Downloads downloads;
    private final Afterwards afterwards;

    GenerationRun(GatewayClient gateway, Terminal terminal, Report report, Downloads downloads, Afterwards afterwards) {
        this.gateway = gateway;
        this.terminal = terminal;
        this.report = report;
        this.downloads = downloads;
        this.afterwards = afterwards;
    }

    /** Returns the exit status. */
    int submit(List<NewGeneration> requests) throws InterruptedException {
        List<Generation> submitted = new ArrayList<>();
        for (NewGeneration request : requests) {
            Generation generation = gateway.submit(request);
            submitted.add(generation);
            terminal.say(description(generation));
            generation.warnings().forEach(each -> terminal.say("Note: " + each.message() + "."));
        }
        return follow(submitted);
    }

    /** Goes on with generations that were submitted before; returns the exit status. */
    int follow(List<Generation> generations) throws InterruptedException {
        long begun = System.nanoTime();
        List<GenerationProgress> progress =
                generations.stream().map(GenerationProgress::new).toList();
        ProgressBoard board = new ProgressBoard(terminal, progress);
        List<Generation> finished;
        InterruptNotice notice = InterruptNotice.of(() -> interrupted(board, generations));
        try {
            finished = watch(progress, board);
        } catch (GatewayUnavailableException away) {
            throw new GatewayException(
                    "The suite at " + gateway.address() + " no longer answers; " + soFar(generations) + "; "
                            + afterwards.lost(ids(generations)),
                    away);
        } finally {
            notice.close();
        }
        Duration waited = Duration.ofNanos(System.nanoTime() - begun);
        return report.print(finished, downloads, waited);
    }

    private List<Generation> watch(List<GenerationProgress> progress, ProgressBoard board) throws InterruptedException {
        ExecutorService watchers = Executors.newFixedThreadPool(progress.size());
        try {
            List<Future<Generation>> watched = new ArrayList<>();
            progress.forEach(each -> watched.add(watchers.submit(watch(each))));
            watchers.shutdown();
            do {
                board.refresh();
            } while (!watchers.awaitTermination(FRAME.toMillis(), TimeUnit.MILLISECONDS));
            board.refresh();
            return results(watched);
        } finally {
            watchers.shutdownNow();
        }
    }

    private GenerationWatch watch(GenerationProgress progress) {
        return new GenerationWatch(gateway, progress, image -> downloads.save(gateway, progress.generation(), image));
    }

    private static List<Generation> results(List<Future<Generation>> watched) throws InterruptedException {
        List<Generation> finished = new ArrayList<>();
        for (Future<Generation> each : watched) {
            try {
                finished.add(each.get());
            } catch (ExecutionException failure) {
                throw failure.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException(failure.getCause());
            }
        }
        return finished;
    }

    private void interrupted(ProgressBoard board, List<Generation> generations) {
        board.stop();
        terminal.say("\nStopped watching; " + soFar(generations) + ". " + afterwards.left(ids(generations)));
    }

    private String soFar(List<Generation> generations) {
        int wanted = generations.stream().mapToInt(Generation::count).sum();
        return downloads.count() + " of " + wanted + " images are in " + downloads.folder();
    }

    private static List<String> ids(List<Generation> generations) {
        return generations.stream().map(Generation::id).toList();
    }

    private static String seeds(Generation generation) {
        List<Long> seeds =
                generation.images().stream().map(Generation.Image::seed).toList();
        long first = generation.seed();
        boolean row = IntStream.range(0, seeds.size()).allMatch(i -> seeds.get(i) == first + i);
        return row
                ? first + " to " + (first + generation.count() - 1)
                : seeds.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String description(Generation generation) {
        String shown = generation.prompt() == null ? generation.label() : "'" + generation.prompt() + "'";
        return "Generation " + generation.id() + ": "
                + (generation.count() == 1
                        ? "1 image of " + shown + ", seed " + generation.seed()
                        : generation.count() + " images of " + shown + ", seeds " + seeds(generation));
    }
}
