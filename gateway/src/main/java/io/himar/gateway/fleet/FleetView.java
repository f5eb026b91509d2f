package io.himar.gateway.fleet;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * The fleet as it is now.
 *
 * @param stages pivot and refine
 * @param workers that were heard of lately, by stage and name
 */
@Schema(name = "Fleet")
record FleetView(List<StageView> stages, List<WorkerView> workers) {
    /**
     * How busy a stage is.
     *
     * @param waiting images that wait for a worker
     * @param longestWaitSeconds how long the first of them has waited since it was accepted
     * @param handedOver images on their way to a worker that has not begun yet
     * @param running images that a worker has begun
     * @param workers that were heard of lately
     * @param slots images that these take at once
     */
    @Schema(name = "StageLoad")
    record StageView(
            @Schema(allowableValues = {"pivot", "refine"}) String stage,
            long waiting,
            double longestWaitSeconds,
            long handedOver,
            long running,
            long workers,
            long slots) {}

    /**
     * A worker.
     *
     * @param slots images that it takes at once; 0 while it takes none
     * @param inHand images that it has
     * @param models that it can run
     * @param reason why it takes no work, or less than it could; empty otherwise
     */
    @Schema(name = "Worker")
    record WorkerView(
            String id,
            @Schema(allowableValues = {"pivot", "refine"}) String stage,
            int slots,
            int inHand,
            List<String> models,
            String reason) {}
}
