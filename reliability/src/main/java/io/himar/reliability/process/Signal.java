package io.himar.reliability.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Signals that Java itself cannot send. */
public enum Signal {
    STOP,
    CONT,
    KILL,
    INT,
    TERM;

    /** Sends it, and says whether there was such a process. */
    public boolean send(long pid) throws IOException, InterruptedException {
        return new ProcessBuilder("kill", "-" + name(), Long.toString(pid))
                        .start()
                        .waitFor()
                == 0;
    }

    /** Whether the system has stopped the process. */
    public static boolean isStopped(long pid) throws IOException {
        String status = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // The name of the program, in brackets, may contain anything.
        return status.charAt(status.lastIndexOf(')') + 2) == 'T';
    }
}
