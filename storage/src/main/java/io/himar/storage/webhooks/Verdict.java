package io.himar.storage.webhooks;

import java.time.Duration;

/** What follows from an attempt. */
public sealed interface Verdict {
    /** It was received. */
    record Delivered() implements Verdict {}

    /**
     * It is tried again.
     *
     * @param after the time until then
     * @param endpointRests whether others for the same endpoint wait as long, because it asked for that
     */
    record Again(Duration after, boolean endpointRests) implements Verdict {}

    /** It was tried often enough. */
    record GivenUp() implements Verdict {}

    /** The endpoint is gone: it is disabled, with all that waits for it. */
    record EndpointGone() implements Verdict {}
}
