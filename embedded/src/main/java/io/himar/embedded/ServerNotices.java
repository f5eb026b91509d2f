package io.himar.embedded;

/** What a running server tells its owner, in sentences for a person. May be called by any thread. */
public interface ServerNotices {
    /** For owners who look at nothing but the server itself. */
    ServerNotices IGNORED = new ServerNotices() {
        @Override
        public void mended(String sentence) {}

        @Override
        public void gaveUp(String sentence) {}
    };

    /** Something was broken or lost, and the server works all the same, or again. */
    void mended(String sentence);

    /** The server has ended although nobody closed it, and does not come back by itself. */
    void gaveUp(String sentence);
}
