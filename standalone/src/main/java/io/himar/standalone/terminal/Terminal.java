package io.himar.standalone.terminal;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Map;

/**
 * Where progress is shown. Nothing here has a colour; what is not a terminal gets plain lines.
 *
 * @param out standard error, so that standard output keeps to results
 * @param interactive whether lines can be redrawn in place
 * @param unicode whether block characters can be shown
 */
public record Terminal(PrintStream out, boolean interactive, boolean unicode) {
    private static final String CLEAR_LINE = "\r\u001b[2K";

    /**
     * Looks at the environment. {@code HIMAR_TERMINAL}, set by the {@code himar} script, says whether standard error is
     * a terminal, which Java itself cannot tell of a single stream.
     */
    public static Terminal detect(PrintStream out, Map<String, String> environment) {
        boolean terminal = "true".equals(environment.get("HIMAR_TERMINAL"));
        boolean dumb = "dumb".equals(environment.get("TERM"));
        boolean unicode = Charset.forName(System.getProperty(
                        "stdout.encoding", Charset.defaultCharset().name()))
                .newEncoder()
                .canEncode('█');
        return new Terminal(out, terminal && !dumb, unicode);
    }

    /** Shows a passing message on a terminal's current line, or as a line of its own elsewhere. */
    public void status(String message) {
        if (interactive) {
            out.print(CLEAR_LINE + message);
        } else {
            out.println(message);
        }
        out.flush();
    }

    /** Takes a passing message away. */
    public void clearStatus() {
        if (interactive) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }

    /** Prints lines that stay. */
    public void say(String lines) {
        clearStatus();
        out.println(lines);
        out.flush();
    }

    String full() {
        return unicode ? "█" : "#";
    }

    String empty() {
        return unicode ? "░" : ".";
    }
}
