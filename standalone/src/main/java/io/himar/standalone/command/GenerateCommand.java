package io.himar.standalone.command;

import io.himar.gateway.generation.GenerationLimits;
import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.Generation;
import io.himar.standalone.client.NewGeneration;
import io.himar.standalone.download.Downloads;
import io.himar.standalone.terminal.Terminal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "generate",
        description =
                "Generate images of a class, of a prompt, or of kept pivots, with a running suite and download them.",
        customSynopsis = {
            "himar generate --class=CLASS [--count=N] [--seed=SEED] [OPTION...]",
            "       himar generate --prompt=TEXT [--count=N] [--seed=SEED] [OPTION...]",
            "       himar generate --pivots=ID,... [--seeds=SEED,...] [OPTION...]",
            "       himar generate --resume=ID [OPTION...]"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            ExitStatus.DONE_LINE,
            ExitStatus.FAILED_LINE,
            ExitStatus.USAGE_LINE,
            ExitStatus.INCOMPLETE_LINE,
            ExitStatus.INTERRUPTED_LINE + " The generation goes on; --resume returns to it."
        },
        sortOptions = false,
        modelTransformer = StageOptions.class)
final class GenerateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            description = "What to draw: a label, or else a class number; label:WORD and index:NUMBER say which."
                    + " ./himar models NAME shows both.")
    private String classOrLabel;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "What to draw, in words, with a model that draws texts; \"\" leaves it to the model. ./himar"
                    + " models NAME shows examples.")
    private String prompt;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Images, at most " + GenerationLimits.DEFAULT_MAX_COUNT
                    + " unless the gateway is set otherwise (default: 4).")
    private Integer count;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            description = "Seed of the first image, each further one takes the next (default: drawn by the gateway).")
    private BigInteger seed;

    @Option(
            names = "--seeds",
            paramLabel = "SEED",
            split = ",",
            description = "A seed for each image, such as 3,14,15, in place of --count and --seed.")
    private List<BigInteger> seeds;

    @Option(
            names = "--draft",
            description = "Stage 1 only: download previews, and keep the pivots, to refine those that you like with"
                    + " --pivots.")
    private boolean draft;

    @Option(names = "--keep-pivots", description = "Keep the pivots of the images, to refine them again.")
    private boolean keepPivots;

    @Option(
            names = "--pivots",
            paramLabel = "ID",
            split = ",",
            description =
                    "Refine these kept pivots, in place of --class, --prompt and all that is of stage 1; without seeds"
                            + " each gives the image of its own. ./himar pivots lists them.")
    private List<String> pivots;

    @Option(
            names = "--priority",
            paramLabel = "NAME",
            description = "Who goes first: urgent, normal or background (default: normal).")
    private String priority;

    @Option(
            names = "--metadata",
            paramLabel = "NAME=TEXT",
            description = "Note this of the generation, to find it again with list. Can be given several times.")
    private Map<String, String> metadata;

    @Option(
            names = "--start-by",
            paramLabel = "TIME",
            description = "An image that no worker has begun by then expires: a time, or one from now such as 10m.")
    private String startBy;

    @Option(names = "--finish-by", paramLabel = "TIME", description = "An image that has not ended by then expires.")
    private String finishBy;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "How much work that says next to nothing is left out: exact, balanced or fast; ./himar models"
                    + " NAME shows the settings (default: the model's).")
    private String preset;

    @Option(names = "--model", paramLabel = "NAME", description = "Model, needed where the suite serves several.")
    private String model;

    @Option(
            names = "--resume",
            paramLabel = "ID",
            description = "Ask for nothing new: follow this generation to its end and download what is missing.")
    private String resume;

    @Mixin
    private GatewayOptions gateway;

    @Mixin
    private DownloadOptions download;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws InterruptedException {
        NewGeneration request = resume == null ? request() : null;
        refuseBoth();
        GatewayClient client = gateway.client();
        Downloads downloads = download.open();
        Terminal terminal = Terminal.detect(System.err, System.getenv());
        Afterwards afterwards = new Afterwards(gateway.asGiven(), "", download.asGiven(), true);
        GenerationRun run = new GenerationRun(client, terminal, report(client), downloads, afterwards);
        return request == null ? run.follow(List.of(client.generation(resume))) : run.submit(List.of(request));
    }

    private GenerationRun.Report report(GatewayClient client) {
        return json.chosen()
                ? (generations, downloads, waited) -> {
                    Generation ended = generations.get(0);
                    json.print(client.generationDocument(ended.id()), System.out);
                    return downloads.count() == ended.count() ? ExitStatus.DONE : ExitStatus.INCOMPLETE;
                }
                : new RunReport(System.out);
    }

    private NewGeneration request() {
        if (classOrLabel == null && prompt == null && pivots == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "What to draw is missing: --class=CLASS, --prompt=TEXT, --pivots=ID, or --resume=ID for what was"
                            + " asked before");
        }
        return new NewGeneration(
                model,
                classOrLabel,
                prompt,
                seeds == null && pivots == null ? Objects.requireNonNullElse(count, 4) : count,
                seed,
                Objects.requireNonNullElse(seeds, List.of()),
                draft ? true : null,
                keepPivots ? true : null,
                Objects.requireNonNullElse(pivots, List.of()),
                priority,
                Objects.requireNonNullElse(metadata, Map.of()),
                startBy,
                finishBy,
                preset,
                StageOptions.given(spec, "pivot"),
                StageOptions.given(spec, "refine"));
    }

    private void refuseBoth() {
        boolean request = Stream.of(
                                classOrLabel,
                                prompt,
                                count,
                                seed,
                                seeds,
                                pivots,
                                priority,
                                metadata,
                                startBy,
                                finishBy,
                                model,
                                preset)
                        .anyMatch(Objects::nonNull)
                || draft
                || keepPivots
                || !StageOptions.given(spec, "pivot").isEmpty()
                || !StageOptions.given(spec, "refine").isEmpty();
        if (resume != null && request) {
            throw new ParameterException(
                    spec.commandLine(), "--resume goes on with what was asked for: leave out all that asks anew");
        }
    }
}
