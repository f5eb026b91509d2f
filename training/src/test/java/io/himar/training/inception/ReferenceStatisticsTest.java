package io.himar.training.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that numpy 2.4 wrote; {@code training/src/test/resources/inception/README.md} says how. */
class ReferenceStatisticsTest {
    private static final double[] MEAN = {0.5, -1.25, 3, 1 / 3.0};
    private static final double[] COVARIANCE = {2, .5, .25, 0, .5, 1, .125, -.5, .25, .125, 3, .75, 0, -.5, .75, 4.1};

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"double.npz", "versions.npz"})
    void double_precision_is_read_as_it_is_whatever_else_is_in_the_file(String file) throws Exception {
        ReferenceStatistics statistics = ReferenceStatistics.read(resource(file), 4);
        assertThat(statistics.mean()).containsExactly(MEAN);
        assertThat(statistics.covariance()).containsExactly(COVARIANCE);
    }

    @Test
    void single_precision_in_a_compressed_file_is_read_too() throws Exception {
        ReferenceStatistics statistics = ReferenceStatistics.read(resource("single-compressed.npz"), 4);
        assertThat(statistics.mean()).containsExactly(0.5, -1.25, 3, 1 / 3f);
        assertThat(statistics.covariance()).hasSize(16).endsWith(0.75f, 4.1f);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            big-endian.npz    ~ mu: type '>f8' (expected: '<f8' or '<f4')
            integers.npz      ~ mu: type '<i8' (expected: '<f8' or '<f4')
            objects.npz       ~ mu: type '|O' (expected: '<f8' or '<f4')
            fortran.npz       ~ sigma: fortran_order True (expected: False, row-major)
            misshapen.npz     ~ sigma: shape [3, 4] (expected: [4, 4])
            not-finite.npz    ~ sigma: entry 10 is NaN (expected: a finite number)
            without-sigma.npz ~ no array sigma (expected: mu and sigma; found: mu.npy)
            """, quoteCharacter = '"')
    void what_is_no_such_array_is_named_with_what_was_found_and_expected(String file, String problem) {
        assertThatThrownBy(() -> ReferenceStatistics.read(resource(file), 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the statistics ")
                .hasMessageEndingWith(file + ": " + problem);
    }

    @Test
    void statistics_of_other_features_are_refused() {
        assertThatThrownBy(() -> ReferenceStatistics.read(resource("double.npz"), 2048))
                .hasMessageEndingWith("double.npz: mu: shape [4] (expected: [2048])");
    }

    @Test
    void arrays_that_end_early_or_late_are_refused() throws Exception {
        byte[] mean;
        try (ZipFile zip = new ZipFile(resource("double.npz").toFile())) {
            mean = zip.getInputStream(zip.getEntry("mu.npy")).readAllBytes();
        }
        assertThat(problem(Arrays.copyOf(mean, mean.length - 1))).endsWith("mu: 31 bytes of values (expected: 32)");
        assertThat(problem(Arrays.copyOf(mean, mean.length + 1)))
                .endsWith("mu: more than 32 bytes of values (expected: 32)");
        assertThat(problem(Arrays.copyOf(mean, 50))).contains("mu: ends within its header");
        assertThat(problem(new byte[] {1, 2, 3})).contains("mu: begins with none of NPY's magic number");
        mean[6] = 9;
        assertThat(problem(mean)).endsWith("mu: NPY version 9 (expected: 1 to 3)");
    }

    @Test
    void a_header_that_says_not_all_is_refused() throws Exception {
        byte[] text = "{'descr': '<f8', 'shape': (4,), }".getBytes(StandardCharsets.US_ASCII);
        byte[] array = new byte[10 + text.length];
        System.arraycopy("?NUMPY".getBytes(StandardCharsets.US_ASCII), 0, array, 0, 6);
        array[0] = (byte) 0x93;
        array[6] = 1;
        array[8] = (byte) text.length;
        System.arraycopy(text, 0, array, 10, text.length);
        assertThat(problem(array)).contains("mu: a header that says no order: {'descr': '<f8'");
    }

    @Test
    void a_file_that_is_no_archive_is_refused() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.npz"), "mu and sigma");
        assertThatThrownBy(() -> ReferenceStatistics.read(file, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("notes.npz are no whole zip archive (expected: an .npz file of numpy; ");
    }

    /** What is said of a file with this array for the mean. */
    private String problem(byte[] mean) throws IOException {
        Path file = folder.resolve("made.npz");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("mu.npy"));
            zip.write(mean);
        }
        try {
            ReferenceStatistics.read(file, 4);
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
        throw new AssertionError("read");
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(ReferenceStatisticsTest.class
                .getResource("/inception/npz/" + name)
                .toURI());
    }
}
