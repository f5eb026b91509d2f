import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The released code's parts at base size; see {@code released.py}. */
final class ReleasedCode implements Baseline {
    private final ReleasedProcess process;
    private final String name;

    ReleasedCode(Path checkout, Path weights, Requests requests, Clock clock) throws IOException {
        this.process = new ReleasedProcess(
                "released.py",
                checkout,
                List.of(
                        weights.toString(),
                        Integer.toString(requests.knownInPivot()),
                        Integer.toString(requests.knownInRefine()),
                        Integer.toString(requests.images()),
                        Integer.toString(clock.threads()),
                        clock.name()));
        this.name = "released code, " + process.ready();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double pivotBackbone() throws IOException {
        return process.seconds("backbone 1");
    }

    @Override
    public double refineBackbone() throws IOException {
        return process.seconds("backbone 2");
    }

    @Override
    public double mlpSteps(int steps) throws IOException {
        return process.seconds("mlp:" + steps);
    }

    @Override
    public double transformerSteps(int steps) throws IOException {
        return process.seconds("transformer:" + steps);
    }

    @Override
    public double decode() throws IOException {
        return process.seconds("decode");
    }

    @Override
    public void close() {
        process.close();
    }
}
