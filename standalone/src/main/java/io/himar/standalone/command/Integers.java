package io.himar.standalone.command;

import java.math.BigInteger;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** How options that are integers are read: what is wrong with one is said without words of Java. */
final class Integers {
    private Integers() {}

    static void register(CommandLine commands) {
        commands.registerConverter(BigInteger.class, text -> read(text, Function.identity()));
        commands.registerConverter(Integer.class, text -> read(text, BigInteger::intValueExact));
        commands.registerConverter(int.class, text -> read(text, BigInteger::intValueExact));
        commands.registerConverter(long.class, text -> read(text, BigInteger::longValueExact));
    }

    private static <T> T read(String text, Function<BigInteger, T> exact) {
        try {
            return exact.apply(new BigInteger(text));
        } catch (NumberFormatException none) {
            throw new TypeConversionException("'" + text + "' is not an integer");
        } catch (ArithmeticException beyond) {
            throw new TypeConversionException("'" + text + "' is out of range");
        }
    }
}
