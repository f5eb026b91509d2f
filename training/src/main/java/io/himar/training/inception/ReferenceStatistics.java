package io.himar.training.inception;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Mean and covariance of a reference set's features, as the evaluation of ADM (Dhariwal and Nichol, 2021, arXiv
 * 2105.05233) and pytorch-fid keep them in an {@code .npz} file: a zip archive of the arrays {@code mu} and
 * {@code sigma}. Other contents of the file are not read.
 *
 * @param mean [F]
 * @param covariance [F,F], row-major
 */
public record ReferenceStatistics(double[] mean, double[] covariance) {

    /**
     * @param features F
     * @throws IllegalArgumentException naming the file and the array that is not as expected
     */
    public static ReferenceStatistics read(Path file, int features) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return new ReferenceStatistics(
                    array(file, zip, "mu", features), array(file, zip, "sigma", features, features));
        } catch (ZipException e) {
            throw new IllegalArgumentException(
                    "the statistics " + file + " are no whole zip archive (expected: an .npz file of numpy; "
                            + e.getMessage() + ")",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("the statistics " + file + " cannot be read: " + e, e);
        }
    }

    private static double[] array(Path file, ZipFile zip, String name, int... shape) throws IOException {
        ZipEntry entry = zip.getEntry(name + ".npy");
        if (entry == null) {
            throw new IllegalArgumentException("the statistics " + file + ": no array " + name
                    + " (expected: mu and sigma; found: "
                    + String.join(", ", zip.stream().map(ZipEntry::getName).toList()) + ")");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return NumpyArray.read(in, shape);
        } catch (NumpyArray.UnfitArray e) {
            throw new IllegalArgumentException("the statistics " + file + ": " + name + ": " + e.getMessage(), e);
        }
    }
}
