package io.himar.reliability.autoscale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Draws what runs left. */
@Command(name = "picture", mixinStandardHelpOptions = true, description = "Draws runs beside one another, as SVG.")
public final class PictureCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SVG", description = "File to write.")
    private Path svg;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "CSV", description = "Samples of a run each.")
    private List<Path> runs;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PictureCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        for (Path run : runs) {
            samples.put(run.getFileName().toString().replace(".csv", ""), Sample.parse(Files.readAllLines(run)));
        }
        double length = samples.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Sample::at)
                .max()
                .orElseThrow();
        List<Panel> panels = new ArrayList<>();
        samples.forEach((signal, some) -> {
            panels.add(new Panel("stage 1, scaled on " + signal, some, Sample::pivot, length));
            panels.add(new Panel("stage 2, scaled on " + signal, some, Sample::refine, length));
        });
        Files.writeString(svg, Picture.of(panels));
        return 0;
    }
}
