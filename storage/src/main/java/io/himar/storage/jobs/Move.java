package io.himar.storage.jobs;

import io.himar.contracts.ImageState;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The one statement that changes the state of a leased image. It succeeds only while no later lease was given: every
 * lease has an epoch of its own, so the epoch alone is the fence.
 */
final class Move {
    private Move() {}

    /**
     * Moves the image of a lease, if no later lease was given and the table of {@link ImageState} allows it. A lease
     * that has ended moves its image, too, as long as the image waits: its report is late, but nobody else has had the
     * image since, so it is right.
     *
     * @param assignments of other columns, with their parameters
     * @return whether the image was moved; if not, the report was late or repeated
     */
    static boolean to(ImageState target, Sql sql, Lease lease, String assignments, Object... parameters)
            throws SQLException {
        return between(
                EnumSet.of(ImageState.QUEUED, ImageState.PIVOTING, ImageState.REFINING),
                target,
                sql,
                lease,
                assignments,
                parameters);
    }

    /** As {@link #to}, from some states only. */
    static boolean between(
            Set<ImageState> from, ImageState target, Sql sql, Lease lease, String assignments, Object... parameters)
            throws SQLException {
        String[] sources = from.stream()
                .filter(source -> source.next().contains(target))
                .map(ImageState::name)
                .toArray(String[]::new);
        Object[] fence = {lease.imageId(), lease.epoch(), sources};
        Object[] all = Stream.of(new Object[] {target}, parameters, fence)
                .flatMap(Arrays::stream)
                .toArray();
        return sql.update(
                        "update himar.image set state = ?, " + assignments
                                + " where id = ? and epoch = ? and state = any (?)",
                        all)
                == 1;
    }
}
