package io.himar.training.data;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Decodes every file of a data set once, so that one that cannot be is told before hours are spent. What there is room
 * for stays in memory.
 */
final class FirstPass {
    /**
     * Files that are decoded before they are wanted: enough that a slow one stops nobody, few enough for any memory.
     */
    private static final int AHEAD_BY_THREAD = 8;

    private final DecodedFiles decoded;
    private final ExecutorService threads;
    private final int ahead;
    private final ReadingListener listener;

    FirstPass(DecodedFiles decoded, ExecutorService threads, int threadCount, ReadingListener listener) {
        this.decoded = decoded;
        this.threads = threads;
        this.ahead = AHEAD_BY_THREAD * threadCount;
        this.listener = listener;
    }

    private record Picture(byte[] pixels, String problem) {}

    Findings run() {
        ImageFiles files = decoded.files();
        PictureDigest digest = new PictureDigest(decoded.side(), files.classes());
        List<Findings.Skipped> skipped = new ArrayList<>();
        Queue<Future<Picture>> reading = new ArrayDeque<>();
        int next = 0;
        for (int i = 0; i < files.size(); i++) {
            for (; next < Math.min((long) i + ahead, files.size()); next++) {
                int file = next;
                reading.add(threads.submit(() -> decode(file)));
            }
            Picture picture = LoaderThreads.result(reading.remove());
            if (picture.problem() == null) {
                digest.add(picture.pixels(), files.files().get(i).label());
            } else {
                skipped.add(new Findings.Skipped(files.name(i), picture.problem()));
            }
            listener.passed(i + 1, files.size());
        }
        return new Findings(files.digest(), decoded.side(), digest.fingerprint(), skipped);
    }

    private Picture decode(int file) {
        try {
            return new Picture(decoded.decode(file), null);
        } catch (IOException e) {
            return new Picture(null, String.valueOf(e.getMessage()));
        }
    }
}
