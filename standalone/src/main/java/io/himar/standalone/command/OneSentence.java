package io.himar.standalone.command;

import io.himar.embedded.EmbeddedServerException;
import io.himar.standalone.SuiteException;
import io.himar.standalone.client.GatewayException;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Errors as a person wants them: one sentence on standard error, and a trace only when asked for. */
final class OneSentence implements IExecutionExceptionHandler {
    private static final int MOST_SUGGESTIONS = 2;

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
        err.println("himar: " + what(failure) + nearest(failure));
        err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String what(ParameterException failure) {
        boolean command = failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && failure.getCommandLine().getParent() == null;
        return command
                ? "There is no command "
                        + ((UnmatchedArgumentException) failure).getUnmatched().get(0)
                : failure.getMessage();
    }

    private static String nearest(ParameterException failure) {
        List<String> suggestions =
                failure instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return suggestions.isEmpty()
                ? ""
                : " (did you mean "
                        + String.join(" or ", suggestions.subList(0, Math.min(MOST_SUGGESTIONS, suggestions.size())))
                        + "?)";
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
