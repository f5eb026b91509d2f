package io.himar.reliability.check;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a client was told about one request of its own.
 *
 * @param ids of the job in all acknowledgements; more than one where the request was repeated and made another job
 * @param acknowledgedAt the first time
 * @param count images asked for
 * @param cancel the acknowledgement of its cancel
 * @param states of each image in the order seen, without repetitions, as the HTTP interface names them
 * @param hashes SHA-256 of the picture that was downloaded for an image
 */
public record ToldJob(
        Set<UUID> ids,
        Instant acknowledgedAt,
        int count,
        Optional<Cancel> cancel,
        Map<UUID, List<String>> states,
        Map<UUID, String> hashes) {
    public ToldJob {
        ids = Set.copyOf(ids);
        states = Map.copyOf(states);
        hashes = Map.copyOf(hashes);
    }

    /**
     * An acknowledgement of a cancel.
     *
     * @param succeeded the images that had their results already, as the acknowledgement said
     */
    public record Cancel(Instant at, Set<UUID> succeeded) {
        public Cancel {
            succeeded = Set.copyOf(succeeded);
        }
    }
}
