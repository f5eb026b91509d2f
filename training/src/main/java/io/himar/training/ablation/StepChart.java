package io.himar.training.ablation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** The picture of a step curve: distance against operations, one line a design and stage, means over its seeds. */
final class StepChart {

    private StepChart() {}

    static byte[] png(List<StepPoint> points) {
        XYChart chart = new XYChartBuilder()
                .width(800)
                .height(450)
                .xAxisTitle("operations an image, 10^9")
                .yAxisTitle("Fréchet distance")
                .build();
        chart.getStyler().setYAxisMin(0.0);
        points.stream()
                .collect(Collectors.groupingBy(StepPoint::model, TreeMap::new, Collectors.toList()))
                .forEach((model, own) -> addLines(chart, model, own));
        try {
            return BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG);
        } catch (IOException e) {
            throw new UncheckedIOException("the chart cannot be made", e);
        }
    }

    private static void addLines(XYChart chart, String model, List<StepPoint> points) {
        addLine(chart, model + ", steps of stage 1", points.stream().filter(StepPoint::ofPivotCurve));
        addLine(chart, model + ", steps of stage 2", points.stream().filter(StepPoint::ofRefineCurve));
    }

    private static void addLine(XYChart chart, String name, Stream<StepPoint> points) {
        Map<Double, Double> means = points.collect(Collectors.groupingBy(
                StepPoint::gigaOperations, TreeMap::new, Collectors.averagingDouble(StepPoint::frechet)));
        if (means.size() > 1) {
            chart.addSeries(name, List.copyOf(means.keySet()), List.copyOf(means.values()));
        }
    }
}
