package io.himar.reliability.client;

import io.himar.reliability.check.Drawing;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A request for images with all settings of the model. */
public record Request(int classId, int count, long seed) {
    private static final int DISTINCT = 12;
    private static final int LARGEST = 4;
    private static final long SEED_STEP = 1000;

    /** The requests that the load is made of, of one to four images each. */
    public static List<Request> all() {
        return LongStream.range(0, DISTINCT)
                .mapToObj(i -> new Request((int) (i % 10), (int) (1 + i % LARGEST), SEED_STEP * (i + 1)))
                .toList();
    }

    /** What its image of an index is to show. */
    Drawing drawing(int index) {
        return new Drawing(classId, seed + index);
    }

    /** The body of a request for whole images. */
    String whole() {
        return "{" + settings() + "}";
    }

    /** The body of a request for drafts. */
    String draft() {
        return "{" + settings() + ",\"draft\":true}";
    }

    /** The body of a request for pictures from the pivots of its drafts, in their order. */
    static String refinement(List<UUID> pivots) {
        return pivots.stream()
                .map(pivot -> "\"" + pivot + "\"")
                .collect(Collectors.joining(",", "{\"pivots\":[", "]}"));
    }

    private String settings() {
        return "\"class\":" + classId + ",\"count\":" + count + ",\"seed\":" + seed;
    }
}
