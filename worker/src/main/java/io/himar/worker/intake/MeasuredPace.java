package io.himar.worker.intake;

import io.himar.contracts.CallTime;
import java.time.Duration;
import java.util.List;

/** How fast this worker's inference server has been, for its announcements. */
public interface MeasuredPace {
    /** The fastest calls that were made lately. */
    List<CallTime> fastestCalls();

    /** How long an answer is waited for at most. */
    Duration longestCall();
}
