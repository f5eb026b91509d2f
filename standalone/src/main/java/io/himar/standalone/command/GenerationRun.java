package io.himar.standalone.command;

import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.Generation;
import io.himar.standalone.client.GenerationProgress;
import io.himar.standalone.client.GenerationRequest;
import io.himar.standalone.client.GenerationWatch;
import io.himar.standalone.terminal.ProgressBoard;
import io.himar.standalone.terminal.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Submits generations, shows their progress, and downloads what came out of them. */
final class GenerationRun {
    private static final Duration FRAME = Duration.ofMillis(150);

    private final GatewayClient gateway;
    private final Terminal terminal;
    private final PrintStream results;
    private final Path out;

    GenerationRun(GatewayClient gateway, Terminal terminal, PrintStream results, Path out) {
        this.gateway = gateway;
        this.terminal = terminal;
        this.results = results;
        this.out = out.toAbsolutePath().normalize();
    }

    /** Returns the exit status: 0 when every image came out. */
    int run(List<GenerationRequest> requests) throws IOException, InterruptedException {
        Downloads downloads = Downloads.into(out, gateway);
        long begun = System.nanoTime();
        List<GenerationProgress> progress = new ArrayList<>();
        for (GenerationRequest request : requests) {
            progress.add(new GenerationProgress(gateway.submit(request)));
        }
        List<Generation> finished = follow(progress);
        Duration waited = Duration.ofNanos(System.nanoTime() - begun);
        downloads.take(finished);
        return new RunReport(results, waited).print(finished, downloads);
    }

    private List<Generation> follow(List<GenerationProgress> progress) throws InterruptedException {
        ExecutorService watchers = Executors.newFixedThreadPool(progress.size());
        try {
            List<Future<Generation>> watched = new ArrayList<>();
            progress.forEach(each -> watched.add(watchers.submit(new GenerationWatch(gateway, each))));
            watchers.shutdown();
            ProgressBoard board = new ProgressBoard(terminal, progress);
            do {
                board.refresh();
            } while (!watchers.awaitTermination(FRAME.toMillis(), TimeUnit.MILLISECONDS));
            board.refresh();
            return results(watched);
        } finally {
            watchers.shutdownNow();
        }
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
}
