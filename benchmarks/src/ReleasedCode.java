import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The released PyTorch code in a process of its own, from a checkout that the user has; see {@code released.py}. */
final class ReleasedCode implements Baseline {
    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;
    private final String name;

    ReleasedCode(Path checkout, Path weights, Requests requests, int threads, boolean cpuClock) throws IOException {
        if (!Files.isRegularFile(checkout.resolve("models/himar.py"))) {
            throw new IOException(checkout + " is not a checkout of the released code (expected: models/himar.py in it)");
        }
        Path script = Path.of(System.getProperty("himar.home"), "benchmarks/src/released.py");
        List<String> command = List.of(
                System.getProperty("python", "python3"),
                script.toString(),
                checkout.toAbsolutePath().toString(),
                weights.toString(),
                Integer.toString(requests.knownInPivot()),
                Integer.toString(requests.knownInRefine()),
                Integer.toString(threads),
                cpuClock ? "cpu" : "wall");
        this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        this.answers =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        this.name = "released code, " + answer().replaceFirst("^ready ", "");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double pivotBackbone() throws IOException {
        return ask("backbone 1");
    }

    @Override
    public double refineBackbone() throws IOException {
        return ask("backbone 2");
    }

    @Override
    public double mlpSteps(int steps) throws IOException {
        return ask("mlp:" + steps);
    }

    @Override
    public double transformerSteps(int steps) throws IOException {
        return ask("transformer:" + steps);
    }

    @Override
    public double decode() throws IOException {
        return ask("decode");
    }

    private double ask(String part) throws IOException {
        questions.write(part + "\n");
        questions.flush();
        return Double.parseDouble(answer());
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
