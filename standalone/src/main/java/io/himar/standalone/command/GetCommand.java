package io.himar.standalone.command;

import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.Generation;
import io.himar.standalone.client.Generation.Image;
import io.himar.standalone.download.Downloads;
import io.himar.standalone.terminal.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "get",
        description = "Show a generation and its images, and download them with --out.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            ExitStatus.DONE_LINE,
            ExitStatus.FAILED_LINE,
            ExitStatus.USAGE_LINE,
            ExitStatus.INCOMPLETE_LINE + " Only with --out."
        })
final class GetCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ID", description = "The generation, by the id that generate and list show.")
    private String id;

    @Mixin
    private GatewayOptions gateway;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Download the images that are finished to this folder. A file that is there stays: an image"
                    + " whose name is taken gets a numbered one.")
    private Path out;

    @Option(names = "--overwrite", description = "With --out, replace files of the same name.")
    private boolean overwrite;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        GatewayClient client = gateway.client();
        Optional<Downloads> downloads = Optional.ofNullable(out).map(folder -> Downloads.into(folder, overwrite));
        JsonNode document = client.generationDocument(id);
        Generation generation = client.as(document, Generation.class);
        downloads.ifPresent(each -> generation.images().forEach(image -> each.save(client, generation, image)));
        if (json.chosen()) {
            json.print(document, System.out);
        } else {
            facts(generation);
            images(generation, downloads);
        }
        return downloads.isEmpty() || downloads.get().count() == generation.count()
                ? ExitStatus.DONE
                : ExitStatus.INCOMPLETE;
    }

    private static void facts(Generation generation) {
        Table facts = new Table("GENERATION", generation.id());
        facts.row("status", generation.status());
        facts.row("model", generation.model());
        if (generation.prompt() == null) {
            facts.row("class", generation.label() + " (number " + generation.classId() + ")");
        } else {
            facts.row("prompt", generation.prompt());
        }
        generation.warnings().forEach(each -> facts.row("warning", each.message()));
        facts.row("images", generation.drawn() + " of " + generation.count());
        facts.row("created", Times.of(generation.createdAt()));
        generation.took().ifPresent(took -> facts.row("took", seconds(took)));
        facts.row("pivot", ModelsCommand.settings(generation.pivot()));
        facts.row("refine", ModelsCommand.settings(generation.refine()));
        facts.print(System.out);
        System.out.println();
    }

    private static void images(Generation generation, Optional<Downloads> downloads) {
        Table images = new Table("SEED", "STATUS", "RESULT");
        for (Image image : generation.images()) {
            images.row(Long.toString(image.seed()), image.status(), result(image, downloads));
        }
        images.print(System.out);
    }

    private static String result(Image image, Optional<Downloads> downloads) {
        if (image.picture() != null) {
            String elsewhere = image.result() == null
                    ? "pivot " + image.pivot().id()
                    : image.result().url().toString();
            return downloads
                    .flatMap(each -> each.file(image))
                    .map(Path::toString)
                    .orElse(elsewhere);
        }
        return image.error() == null ? "" : image.error().message();
    }

    private static String seconds(Duration took) {
        return took.toMillis() / 1000.0 + " s";
    }
}
