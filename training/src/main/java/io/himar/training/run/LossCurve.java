package io.himar.training.run;

import io.himar.training.file.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The picture of a training's losses, from its metrics file. */
final class LossCurve {

    private LossCurve() {}

    /** Does nothing where there are no rows yet. */
    static void write(Path csv, Path picture, List<String> losses) {
        try {
            List<String> lines = Files.exists(csv) ? Files.readAllLines(csv) : List.of();
            if (lines.size() < 2) {
                return;
            }
            List<String> names = Arrays.asList(lines.get(0).split(","));
            double[][] rows = lines.stream().skip(1).map(LossCurve::figures).toArray(double[][]::new);
            XYChart chart = new XYChartBuilder()
                    .width(800)
                    .height(400)
                    .xAxisTitle("step")
                    .yAxisTitle("loss")
                    .build();
            chart.getStyler().setYAxisLogarithmic(true);
            chart.getStyler().setMarkerSize(0);
            for (String name : losses) {
                if (!names.contains(name)) {
                    continue; // a single-scale model has one loss
                }
                chart.addSeries(name, column(rows, names.indexOf("step")), column(rows, names.indexOf(name)))
                        .setMarker(SeriesMarkers.NONE);
            }
            DurableFile.write(picture, BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG));
        } catch (IOException e) {
            throw new UncheckedIOException("the picture " + picture + " of " + csv + " cannot be made", e);
        }
    }

    private static double[] figures(String row) {
        return Arrays.stream(row.split(",")).mapToDouble(Double::parseDouble).toArray();
    }

    private static double[] column(double[][] rows, int index) {
        return Arrays.stream(rows).mapToDouble(row -> row[index]).toArray();
    }
}
