package io.himar.standalone.command;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Refuses empty text where a value is wanted: mostly it is a variable of a script that nobody has set. */
final class EmptyValues {
    /** An empty prompt leaves it to the model what to draw. */
    private static final Set<String> MAY_BE_EMPTY = Set.of("--prompt");

    private EmptyValues() {}

    /** @throws ParameterException naming the first option or parameter whose value is empty */
    static void refuse(ParseResult parsed) {
        for (CommandLine command : parsed.asCommandLineList()) {
            for (ArgSpec argument : command.getParseResult().matchedArgs()) {
                if (!MAY_BE_EMPTY.contains(name(argument)) && isEmpty(argument)) {
                    String expected = argument.isOption() ? argument.paramLabel() + ", not empty" : "not empty";
                    throw new ParameterException(command, name(argument) + ": '' (expected: " + expected + ")");
                }
            }
        }
    }

    /** One word of a list such as {@code a,,b} may be empty, too. */
    private static boolean isEmpty(ArgSpec argument) {
        String split = argument.splitRegex();
        return argument.originalStringValues().stream()
                .flatMap(given -> split.isEmpty() ? Stream.of(given) : Arrays.stream(given.split(split, -1)))
                .anyMatch(String::isBlank);
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
