package io.himar.standalone.command;

import io.himar.gateway.generation.GenerationLimits;
import io.himar.standalone.Suite;
import io.himar.standalone.SuiteException;
import io.himar.standalone.SuiteOptions;
import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.ModelList.Model;
import io.himar.standalone.client.NewGeneration;
import io.himar.standalone.download.Downloads;
import io.himar.standalone.terminal.Terminal;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description =
                "Start the suite if none runs, generate images of every class, and of some texts, and download them.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            ExitStatus.DONE_LINE,
            ExitStatus.FAILED_LINE,
            ExitStatus.USAGE_LINE,
            ExitStatus.INCOMPLETE_LINE,
            ExitStatus.INTERRUPTED_LINE
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SuiteArguments arguments;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "4",
            description = "Images of each class and prompt, at most " + GenerationLimits.DEFAULT_MAX_COUNT
                    + "; of a model of many classes the first " + DemoRequests.MOST + " are drawn, and "
                    + DemoRequests.MOST_BESIDE + " prompts beside them (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Seed of the first image (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Use the suite at this address and start none (default: the one that runs on --data, if any).")
    private URI url;

    @Mixin
    private KeyOption key;

    @Mixin
    private DownloadOptions download;

    @Override
    public Integer call() throws InterruptedException {
        requireCount();
        Terminal terminal = Terminal.detect(System.err, System.getenv());
        Optional<URI> running = Optional.ofNullable(url).or(() -> Suite.running(arguments.data()));
        if (running.isPresent()) {
            arguments.refuseToStart(running.get());
            Downloads downloads = download.open();
            terminal.say("Using the suite that runs at " + running.get() + ".");
            String gateway = (url == null ? arguments.dataAsGiven() : " --url " + ShellWord.of(url)) + key.asGiven();
            GatewayClient client =
                    url == null ? key.client(running.get(), arguments.data()) : key.client(running.get());
            return generate(client, terminal, downloads, new Afterwards(gateway, "", download.asGiven(), true));
        }
        SuiteOptions options = arguments.withScenes();
        Downloads downloads = download.open();
        try (RunningSuite own = RunningSuite.start(options, terminal)) {
            Afterwards afterwards = new Afterwards(
                    arguments.dataAsGiven(), SuiteArguments.asGiven(options.weights()), download.asGiven(), false);
            GatewayClient client = key.client(own.suite().address(), arguments.data());
            return generate(client, terminal, downloads, afterwards);
        }
    }

    private void requireCount() {
        int most = Integer.parseInt(GenerationLimits.DEFAULT_MAX_COUNT);
        if (count < 1 || (url == null && count > most)) {
            throw new ParameterException(spec.commandLine(), "--count: " + count + " (expected: 1 to " + most + ")");
        }
    }

    private int generate(GatewayClient gateway, Terminal terminal, Downloads downloads, Afterwards afterwards)
            throws InterruptedException {
        List<Model> models = gateway.models().models();
        if (models.isEmpty()) {
            throw new SuiteException("The suite at " + gateway.address() + " serves no model.");
        }
        List<NewGeneration> requests = new DemoRequests(count, seed).of(models);
        return new GenerationRun(gateway, terminal, new RunReport(System.out), downloads, afterwards).submit(requests);
    }
}
