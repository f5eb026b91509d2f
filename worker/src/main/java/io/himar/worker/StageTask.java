package io.himar.worker;

import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageLease;

/** One image that is to be taken through this worker's stage. */
public interface StageTask {
    ImageLease lease();

    /**
     * Does the work.
     *
     * @return the completion to report, without lease, time and worker
     * @throws InvalidTaskException if no worker can ever do it
     * @throws UnsupportedTaskException if another worker may do it
     */
    ImageEvent run(StageRun run);

    /** Called once the completion is stored. */
    default void completed() {}
}
