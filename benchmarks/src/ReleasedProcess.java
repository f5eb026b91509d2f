import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The released PyTorch code, from a checkout that the user has, in a Python of its own that answers line by line. */
final class ReleasedProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;

    /** @param script of {@code benchmarks/src}, told the checkout first */
    ReleasedProcess(String script, Path checkout, List<String> arguments) throws IOException {
        if (!Files.isRegularFile(checkout.resolve("models/himar.py"))) {
            throw new IOException(
                    checkout + " is not a checkout of the released code (expected: models/himar.py in it)");
        }
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("python", "python3"),
                Path.of(System.getProperty("himar.home"), "benchmarks/src", script)
                        .toString(),
                checkout.toAbsolutePath().toString()));
        command.addAll(arguments);
        ProcessBuilder released = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        if (!Clock.chosen().cpu()) {
            // Its threads may spin while they wait, as they do where nobody sets this: that is faster on the wall.
            released.environment().remove("OMP_WAIT_POLICY");
        }
        this.process = released.start();
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
    }

    void tell(String line) throws IOException {
        questions.write(line + "\n");
        questions.flush();
    }

    /** What it says when it is ready: its PyTorch. */
    String ready() throws IOException {
        return answer().replaceFirst("^ready ", "");
    }

    /** The seconds of what is asked for. */
    double seconds(String question) throws IOException {
        tell(question);
        return Double.parseDouble(answer());
    }

    long pid() {
        return process.pid();
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the released code ended; what it said stands above");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
