package io.himar.training.command;

import io.himar.training.data.ReadingListener;
import io.himar.training.loop.Progress;
import io.himar.training.loop.StopRequest;
import java.io.PrintStream;

/** Tells a person how far the pass over the files of a data set is, and what was noticed. */
final class ReadingProgress implements ReadingListener {
    private final PrintStream out;
    private final boolean terminal;
    private Progress progress;

    /** @param terminal whether {@code out} is one */
    ReadingProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void told(String line) {
        out.println(line);
    }

    /** @throws StopRequest.Stopped where the process is to end */
    @Override
    public void passed(int files, int all) {
        if (progress == null) {
            progress = new Progress("files", 0, all, 1, out, terminal);
        }
        try {
            progress.reached(files);
        } finally {
            if (files == all || StopRequest.made()) {
                progress.close();
            }
        }
    }
}
