package io.himar.worker;

import io.himar.contracts.DrawnBy;
import io.himar.inference.stage.GraphCall;
import io.himar.inference.stage.StageListener;
import io.himar.inference.stage.StageState;
import io.himar.model.catalog.ModelEntry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One image in one stage, while it runs: what its work is given. Used by the thread that runs the stage, alone. */
public final class StageRun implements StageListener {
    private final StageReport report;
    private final GraphMeter graphs;
    private final BooleanSupplier interruption;
    private final long startedAt = System.nanoTime();
    private Optional<StageState> reached = Optional.empty();
    private DrawnBy drawnBy = new DrawnBy("");

    /** @param interruption asked between two steps */
    StageRun(StageReport report, GraphMeter graphs, BooleanSupplier interruption) {
        this.report = report;
        this.graphs = graphs;
        this.interruption = interruption;
    }

    /** The graphs of a model in its version, metered for this image; what is done of it is done by them. */
    public GraphCall graphs(ModelEntry model) {
        drawnBy = new DrawnBy(model.version());
        return graphs.ofVersion(model.version());
    }

    /** Whose graphs were asked for. */
    DrawnBy drawnBy() {
        return drawnBy;
    }

    /** Time since the stage began. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    @Override
    public void step(int step, int steps) {
        report.progress(step, steps);
    }

    @Override
    public void reached(StageState state) {
        reached = Optional.of(state);
    }

    @Override
    public boolean cancelled() {
        return interruption.getAsBoolean();
    }

    /** What this run has done. */
    Optional<StageState> done() {
        return reached;
    }

    Duration inGraphs() {
        return graphs.total();
    }
}
