package io.himar.worker.intake;

import java.util.concurrent.Executor;
import org.springframework.boot.system.JavaVersion;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** A thread for each image: a virtual one where the runtime has them, for it waits most of the time. */
public final class StageThreads {
    private StageThreads() {}

    /** Runs every task on a new thread, whose name begins with {@code prefix}. */
    public static Executor named(String prefix) {
        SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor(prefix);
        threads.setVirtualThreads(JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE));
        return threads;
    }
}
