package io.himar.reliability.autoscale;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A stage of a run over time: what waits, as an area, and workers, as steps.
 *
 * @param length seconds that the axis of time has
 */
record Panel(String title, List<Sample> samples, Function<Sample, StageSample> stage, double length) {
    static final int WIDTH = 460;
    static final int HEIGHT = 170;

    private static final int IMAGES = 100;
    private static final int WORKERS = 4;

    Panel {
        samples = List.copyOf(samples);
    }

    /** SVG, with the upper left corner at the origin. */
    String svg() {
        return text(0, -8, "start", "bold", title)
                + phases()
                + area()
                + steps("#888888", "5 3", sample -> stage.apply(sample).live())
                + steps("#1f5fa8", "none", sample -> stage.apply(sample).ready())
                + steps("#c23b22", "2 2", sample -> stage.apply(sample).asked())
                + scale();
    }

    private String phases() {
        StringBuilder marks = new StringBuilder();
        Phase last = null;
        for (Sample sample : samples) {
            if (sample.phase() != last) {
                last = sample.phase();
                double x = x(sample.at());
                marks.append(String.format(
                        Locale.ROOT,
                        "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"0\" y2=\"%2$d\" stroke=\"#cccccc\"/>",
                        x,
                        HEIGHT));
                marks.append(text(x + 4, 12, "start", "normal", last.words()));
            }
        }
        return marks.append('\n').toString();
    }

    private String area() {
        StringBuilder points = new StringBuilder(point(0, HEIGHT));
        samples.forEach(sample -> points.append(point(
                x(sample.at()), HEIGHT - HEIGHT * (double) stage.apply(sample).waiting() / IMAGES)));
        points.append(point(x(samples.get(samples.size() - 1).at()), HEIGHT));
        return "<polygon points=\"" + points + "\" fill=\"#f2c14e\" fill-opacity=\"0.5\"/>\n";
    }

    private String steps(String colour, String dashes, ToDoubleFunction<Sample> workers) {
        StringBuilder points = new StringBuilder();
        double last = workers.applyAsDouble(samples.get(0));
        for (Sample sample : samples) {
            points.append(point(x(sample.at()), y(last)));
            last = workers.applyAsDouble(sample);
            points.append(point(x(sample.at()), y(last)));
        }
        return "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>%n"
                .formatted(points, colour, dashes);
    }

    private String scale() {
        StringBuilder marks = new StringBuilder(
                "<rect width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#444444\"/>".formatted(WIDTH, HEIGHT));
        for (int i = 0; i < WORKERS; i++) {
            marks.append(text(-6, y(i) + 4, "end", "normal", Integer.toString(i)));
        }
        for (int images = 0; images <= IMAGES; images += IMAGES / 4) {
            double y = HEIGHT - HEIGHT * (double) images / IMAGES;
            marks.append(text(WIDTH + 6, y + 4, "start", "normal", Integer.toString(images)));
        }
        for (int at = 0; at <= length; at += 60) {
            marks.append(text(x(at), HEIGHT + 15, "middle", "normal", at + " s"));
        }
        return marks.append('\n').toString();
    }

    private static String text(double x, double y, String anchor, String weight, String words) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-weight=\"%s\">%s</text>",
                x,
                y,
                anchor,
                weight,
                words);
    }

    private static String point(double x, double y) {
        return String.format(Locale.ROOT, "%.1f,%.1f ", x, y);
    }

    private double x(double at) {
        return WIDTH * at / length;
    }

    private static double y(double workers) {
        return HEIGHT - HEIGHT * workers / WORKERS;
    }
}
