package io.himar.standalone;

import io.himar.embedded.ServerNotices;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on what the embedded servers say: to the log, and to whoever listens to the suite.
 *
 * @param data the suite's data directory
 */
record PartNotices(SuiteListener listener, Path data) implements ServerNotices {
    private static final Logger LOG = LoggerFactory.getLogger(PartNotices.class);

    @Override
    public void mended(String sentence) {
        LOG.warn("{}", sentence);
        listener.mended(sentence);
    }

    @Override
    public void gaveUp(String sentence) {
        LOG.error("{} The suite ends", sentence);
        listener.failed(sentence + " The suite ends; its data stay in " + data + ".");
    }
}
