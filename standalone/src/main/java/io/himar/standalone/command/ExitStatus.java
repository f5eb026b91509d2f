package io.himar.standalone.command;

/** What the program's exit status says; the lines are those of {@code --help}. */
final class ExitStatus {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int INCOMPLETE = 3;

    static final String DONE_LINE = DONE + ":Everything that was asked for is done.";
    static final String FAILED_LINE = FAILED + ":It failed; one sentence on standard error says why.";
    static final String USAGE_LINE = "2:The command line was not understood.";
    static final String INCOMPLETE_LINE = INCOMPLETE + ":Some of the images have no picture.";
    static final String INTERRUPTED_LINE = "130:Ctrl-C ended it.";

    private ExitStatus() {}
}
