package io.himar.training.evaluation;

import io.himar.training.inception.InceptionScore;
import java.util.Locale;

/**
 * What Inception v3 says of pictures.
 *
 * @param reference what the generated pictures' FID is measured from: a file of statistics, or the training pictures
 * @param generated of the generated pictures
 * @param real the same of held-out real pictures
 */
public record InceptionReport(String reference, Figures generated, Figures real) {

    /**
     * Of one set of pictures.
     *
     * @param pictures how many there are: FID is the larger the fewer, whatever they show
     * @param fid Fréchet distance in Inception's features, of pictures of 8 bits a colour
     * @param inceptionScore null for fewer pictures than it has parts
     */
    public record Figures(int pictures, Estimate fid, InceptionScore inceptionScore) {
        private String score() {
            return inceptionScore == null
                    ? "-"
                    : String.format(
                            Locale.ROOT, "%.3f (deviation %.3f)", inceptionScore.mean(), inceptionScore.deviation());
        }
    }

    /** Lines of the table for people. */
    String describe() {
        return row(
                        "FID of 8-bit RGB pictures",
                        generated.fid().format(1, 3),
                        real.fid().format(1, 3))
                + row("Inception Score, " + InceptionScore.SPLITS + " parts", generated.score(), real.score())
                + row("pictures of both", generated.pictures() + "", real.pictures() + "")
                + String.format("%-28s %s%n", "FID is from", reference);
    }

    private static String row(String name, String generated, String real) {
        return String.format("%-28s %-32s %s%n", name, generated, real);
    }
}
