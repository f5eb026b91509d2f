package io.himar.training.evaluation;

import io.himar.model.SamplingDefaults;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How good a model is.
 *
 * @param judge fingerprint of classifier, real pictures and settings; null in a report of before it was kept
 * @param count pictures generated
 * @param firstSeed seed of the first; the others follow
 * @param sampling how they were generated
 * @param secondsPerImage of generation, as run here
 * @param generated how they compare with the training pictures
 * @param previewAgreement share of previews, enlarged, that the classifier names as the class asked for; null for a
 *     variant without stage 1
 * @param real the same for held-out real pictures, the best that can be hoped for
 * @param reconstructed the same for held-out real pictures as the autoencoder gives them back, which is the best that
 *     any network on its latents can do; null in a report of before this was measured
 * @param classes agreement of each class, in the order of their ids; empty in a report of before there were any
 * @param nearest median distance to the nearest training picture, root mean square a value in [-1,1]
 * @param nearestReal the same for held-out real pictures; a model that copies lies far below it
 * @param inception FID and Inception Score, or null where no weights of Inception were given
 */
public record Report(
        String judge,
        int count,
        long firstSeed,
        SamplingDefaults sampling,
        double secondsPerImage,
        Quality generated,
        Estimate previewAgreement,
        Quality real,
        Quality reconstructed,
        List<ClassAgreement> classes,
        double nearest,
        double nearestReal,
        InceptionReport inception) {

    private static final String ROW = "%-28s %-32s %-32s %s%n";

    public Report {
        classes = classes == null ? List.of() : List.copyOf(classes);
    }

    /**
     * A set of pictures against the training pictures.
     *
     * @param frechet Fréchet distance in the classifier's features
     * @param precision share inside the region of the training pictures
     * @param recall share of the training pictures inside the region of these
     * @param agreement share that the classifier names as their class
     */
    public record Quality(Estimate frechet, Estimate precision, Estimate recall, Estimate agreement) {}

    /** A table for people. */
    public String describe() {
        return String.format(Locale.ROOT, "%d images, %.3f s each%n", count, secondsPerImage)
                + String.format(Locale.ROOT, ROW, "", "generated", "held-out real", "the same, reconstructed")
                + row("Frechet distance", Quality::frechet, 1, 3)
                + row("precision, %", Quality::precision, 100, 2)
                + row("recall, %", Quality::recall, 100, 2)
                + row("class agreement, %", Quality::agreement, 100, 2)
                + (previewAgreement == null
                        ? ""
                        : String.format("%-28s %s%n", "the same of previews, %", previewAgreement.format(100, 2)))
                + String.format(Locale.ROOT, "%-28s %-32.4f %.4f%n", "nearest training picture", nearest, nearestReal)
                + (inception == null ? "" : inception.describe())
                + describeClasses();
    }

    private String describeClasses() {
        if (classes.isEmpty()) {
            return "";
        }
        return String.format("%n%-28s %-32s %s%n", "named as asked, %", "generated", "held-out real")
                + classes.stream().map(ClassAgreement::describe).collect(Collectors.joining());
    }

    private String row(String name, Function<Quality, Estimate> figure, double factor, int decimals) {
        return String.format(
                Locale.ROOT,
                ROW,
                name,
                figure.apply(generated).format(factor, decimals),
                figure.apply(real).format(factor, decimals),
                reconstructed == null ? "-" : figure.apply(reconstructed).format(factor, decimals));
    }
}
