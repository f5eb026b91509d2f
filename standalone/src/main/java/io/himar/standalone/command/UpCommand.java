package io.himar.standalone.command;

import io.himar.standalone.AdminKey;
import io.himar.standalone.ModelRepository;
import io.himar.standalone.Suite;
import io.himar.standalone.SuiteOptions;
import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.terminal.Terminal;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "up", description = "Start the suite and keep it up until Ctrl-C.")
final class UpCommand implements Runnable {
    @Mixin
    private SuiteArguments arguments;

    @Override
    public void run() {
        Terminal terminal = Terminal.detect(System.err, System.getenv());
        SuiteOptions options = arguments.options();
        RunningSuite running = RunningSuite.start(options, terminal);
        announce(running.suite(), options);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException stop) {
            running.close();
        }
    }

    private void announce(Suite suite, SuiteOptions options) {
        Optional<String> key = options.exposure().keys() ? adminKey(options) : Optional.empty();
        ExampleRequest example = ExampleRequest.of(suite.address(), new GatewayClient(suite.address(), key).models());
        System.out.printf(
                """

                  gateway  %1$s%6$s
                  API      %1$s/v3/api-docs
                  data     %2$s
                  models   %7$s  (what is exported into it is served, too)
                  logs     %2$s/logs/himar.log
                %5$s
                Ask for four images, over HTTP or with pictures at the end:

                  %3$s
                  %4$s

                Ctrl-C stops the suite; its data stay.
                """,
                suite.address(),
                options.data(),
                example.curl(options.exposure().keys()),
                example.generate(arguments.dataAsGiven()),
                keys(options),
                outside(suite, options),
                ModelRepository.of(options.weights(), options.data()));
    }

    private static Optional<String> adminKey(SuiteOptions options) {
        return Optional.ofNullable(System.getenv(AdminKey.VARIABLE))
                .filter(given -> !given.isBlank())
                .or(() -> AdminKey.read(options.data()));
    }

    /** Also where this machine, by a wildcard or a name, is not told apart from others. */
    private static String outside(Suite suite, SuiteOptions options) {
        return options.exposure()
                .outside(suite.address().getPort())
                .map(url -> "\n  outside  " + url + "  (pictures, too; --public-url names another)")
                .orElse("");
    }

    private static String keys(SuiteOptions options) {
        return options.exposure().keys()
                ? "  keys     asked for; the first one is that of HIMAR_ADMIN_KEY, else in "
                        + AdminKey.file(options.data()) + "\n"
                : "";
    }
}
