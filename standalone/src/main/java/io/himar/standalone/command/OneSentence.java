package io.himar.standalone.command;

import io.himar.embedded.EmbeddedServerException;
import io.himar.standalone.SuiteException;
import io.himar.standalone.client.GatewayException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Errors as a person wants them: one sentence on standard error, and a trace only when asked for. */
final class OneSentence implements IExecutionExceptionHandler {
    private final BooleanSupplier verbose;

    OneSentence(BooleanSupplier verbose) {
        this.verbose = verbose;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println("himar: " + sentence(failure));
        if (verbose.getAsBoolean()) {
            failure.printStackTrace(err);
        }
        err.flush();
        return ExitStatus.FAILED;
    }

    static int notUnderstood(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("himar: " + what(failure) + didYouMean(failure));
        err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String what(ParameterException failure) {
        if (failure.getArgSpec() instanceof OptionSpec option
                && option.typeInfo().isMap()) {
            // Picocli speaks of an "option option" here, and of another form than the help does.
            return option.longestName() + ": '" + failure.getValue() + "' (expected: " + option.paramLabel() + ")";
        }
        boolean command = failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && failure.getCommandLine().getParent() == null;
        return command
                ? "There is no command "
                        + ((UnmatchedArgumentException) failure).getUnmatched().get(0)
                : failure.getMessage();
    }

    private static String didYouMean(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        Set<String> known = unmatched.isUnknownOption()
                ? command.optionsMap().keySet()
                : command.subcommands().keySet();
        List<String> near = NearWords.of(unmatched.getUnmatched().get(0), known);
        return near.isEmpty() ? "" : " (did you mean " + String.join(" or ", near) + "?)";
    }

    private static String sentence(Throwable failure) {
        if (failure instanceof SuiteException
                || failure instanceof GatewayException
                || failure instanceof EmbeddedServerException) {
            return failure.getMessage();
        }
        // Not foreseen: the kind of error is part of what there is to say.
        return "Unexpected " + failure.getClass().getSimpleName() + ": " + failure.getMessage()
                + " (--verbose shows where).";
    }
}
