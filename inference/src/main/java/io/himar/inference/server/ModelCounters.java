package io.himar.inference.server;

import io.himar.inference.protocol.InferBatchStatistics;
import io.himar.inference.protocol.InferStatistics;
import io.himar.inference.protocol.ModelStatistics;
import io.himar.inference.protocol.StatisticDuration;
import java.util.Map;
import java.util.TreeMap;

/** What a model has done since the start, counted as Triton's statistics extension defines it. Thread-safe. */
final class ModelCounters {
    private final Map<Integer, Spent> runs = new TreeMap<>();
    private Spent success = Spent.NOTHING;
    private Spent failure = Spent.NOTHING;
    private long rows;

    private record Spent(long count, long nanos) {
        static final Spent NOTHING = new Spent(0, 0);

        Spent plus(long moreNanos) {
            return new Spent(count + 1, nanos + moreNanos);
        }

        StatisticDuration message() {
            return StatisticDuration.newBuilder().setCount(count).setNs(nanos).build();
        }
    }

    /** One run of the graph, whether it succeeded or not. */
    synchronized void ran(int batchRows, long nanos) {
        runs.merge(batchRows, new Spent(1, nanos), (before, now) -> before.plus(now.nanos()));
    }

    /** One request answered, with its time from arrival to answer. */
    synchronized void answered(PendingInference request) {
        success = success.plus(request.ageNanos());
        rows += request.rows();
    }

    /** One request that its run failed. */
    synchronized void failed(PendingInference request) {
        failure = failure.plus(request.ageNanos());
    }

    synchronized ModelStatistics statistics(String name, String version) {
        long executions = runs.values().stream().mapToLong(Spent::count).sum();
        ModelStatistics.Builder statistics = ModelStatistics.newBuilder()
                .setName(name)
                .setVersion(version)
                .setInferenceCount(rows)
                .setExecutionCount(executions)
                .setInferenceStats(InferStatistics.newBuilder()
                        .setSuccess(success.message())
                        .setFail(failure.message()));
        runs.forEach((size, spent) -> statistics.addBatchStats(
                InferBatchStatistics.newBuilder().setBatchSize(size).setComputeInfer(spent.message())));
        return statistics.build();
    }
}
