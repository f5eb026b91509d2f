package io.himar.embedded;

import java.util.Queue;

/** Notices kept for a test: {@code "mended: ..."} and {@code "gave up: ..."}. */
record Notices(Queue<String> heard) implements ServerNotices {
    static Notices to(Queue<String> heard) {
        return new Notices(heard);
    }

    @Override
    public void mended(String sentence) {
        heard.add("mended: " + sentence);
    }

    @Override
    public void gaveUp(String sentence) {
        heard.add("gave up: " + sentence);
    }
}
