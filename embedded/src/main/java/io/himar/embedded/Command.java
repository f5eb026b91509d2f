package io.himar.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/** What an external command ended with. */
record Command(int status, String output) {
    private static final int NOT_FOUND = 127;

    /** Runs a command to its end; one that does not exist ends with status 127, as in a shell. */
    static Command run(List<String> prefix, Object... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        for (Object word : words) {
            command.add(word.toString());
        }
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException notFound) {
            return new Command(NOT_FOUND, notFound.getMessage());
        }
        try (InputStream out = process.getInputStream()) {
            process.getOutputStream().close();
            String output = new String(out.readAllBytes(), Charset.defaultCharset()).strip();
            return new Command(process.waitFor(), output);
        }
    }

    boolean succeeded() {
        return status == 0;
    }
}
