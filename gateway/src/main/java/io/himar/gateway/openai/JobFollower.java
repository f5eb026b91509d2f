package io.himar.gateway.openai;

import io.himar.gateway.generation.GenerationWaits;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks at a job after its changes, on the threads of an executor: never twice at once, and once for changes that came
 * meanwhile. No thread is held in between.
 */
final class JobFollower implements GenerationWaits.Watcher {
    /** What is done. */
    interface Look {
        /** Looks at the job as it is now. */
        void now();

        /** Nothing more will be heard. */
        void end();
    }

    private final Executor executor;
    private final Look look;
    private final AtomicInteger signals = new AtomicInteger();

    JobFollower(Executor executor, Look look) {
        this.executor = executor;
        this.look = look;
    }

    @Override
    public void changed() {
        if (signals.getAndIncrement() == 0) {
            executor.execute(this::run);
        }
    }

    @Override
    public void ended() {
        executor.execute(look::end);
    }

    private void run() {
        int seen;
        do {
            seen = signals.get();
            look.now();
        } while (!signals.compareAndSet(seen, 0));
    }
}
