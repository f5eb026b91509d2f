package io.himar.model.onnx;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which export of a model the graphs of a repository are: a number that follows from all that was exported, so that
 * other weights have another one. The graphs lie in folders of that number, and their configuration tells the inference
 * server to serve it. A request that names it is never answered by other weights.
 *
 * @param number of the version folders, of nine digits at most, in decimal
 */
public record ExportVersion(String number) {
    /** What inference servers take as the number of a version, and hold in 32 bits. */
    private static final BigInteger NUMBERS = BigInteger.valueOf(999_999_999);

    private static final int HEX = 16;

    private static final Pattern FOLDER = Pattern.compile("[1-9][0-9]{0,8}");

    private static final Pattern POLICY = Pattern.compile(
            "version_policy\\s*:?\\s*\\{\\s*specific\\s*:?\\s*\\{\\s*versions\\s*:\\s*\\[?\\s*([1-9][0-9]{0,8})\\b");

    /** @param fingerprint of the export, in hexadecimal */
    static ExportVersion of(String fingerprint) {
        return new ExportVersion(new BigInteger(fingerprint, HEX)
                .mod(NUMBERS)
                .add(BigInteger.ONE)
                .toString());
    }

    /** How Triton's configuration of a graph says that this version is served, and no other. */
    String policy() {
        return "version_policy { specific { versions: [ " + number + " ] } }";
    }

    /**
     * The version that a graph's folder says is served; empty if it names none, as exports of former versions do, or if
     * it is not there.
     *
     * @throws IOException if its configuration cannot be read
     */
    public static Optional<ExportVersion> of(Path graphFolder) throws IOException {
        String configuration;
        try {
            configuration = Files.readString(graphFolder.resolve(TritonModel.CONFIGURATION));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        }
        Matcher policy = POLICY.matcher(configuration);
        return policy.find() ? Optional.of(new ExportVersion(policy.group(1))) : Optional.empty();
    }

    /**
     * The ONNX file of a graph that is served: of the version that its configuration names, or else of the highest
     * number.
     *
     * @throws NoSuchFileException if there is none
     */
    public static Path graph(Path graphFolder) throws IOException {
        String number = of(graphFolder)
                .map(ExportVersion::number)
                .or(() -> highest(graphFolder))
                .orElseThrow(() -> new NoSuchFileException(
                        graphFolder.resolve("1").resolve(OnnxModel.FILE).toString()));
        return graphFolder.resolve(number).resolve(OnnxModel.FILE);
    }

    private static Optional<String> highest(Path graphFolder) {
        return folders(graphFolder).stream()
                .map(folder -> folder.getFileName().toString())
                .max(Comparator.comparing(BigInteger::new));
    }

    /** The folders of all versions of a graph that are there, in no order. */
    static List<Path> folders(Path graphFolder) {
        try (Stream<Path> entries = Files.list(graphFolder)) {
            return entries.filter(Files::isDirectory)
                    .filter(folder ->
                            FOLDER.matcher(folder.getFileName().toString()).matches())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
