package io.himar.training.evaluation;

import io.himar.model.SamplingDefaults;
import io.himar.training.scenes.Factor;
import io.himar.training.scenes.SceneKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How well a model of texts draws what it is told, in the small world of scenes.
 *
 * @param judge fingerprint of the judge and of the digits
 * @param count prompts of seen, and as many of unseen combinations
 * @param firstSeed of the prompts, and of the first picture
 * @param secondsPerImage of generation, as run here
 * @param seen rows of prompts whose combinations training shows
 * @param unseen rows of prompts with a combination that training never shows
 */
public record SceneReport(
        String judge, int count, long firstSeed, double secondsPerImage, List<Row> seen, List<Row> unseen) {
    private static final String NAME = "%-34s";
    private static final String CELL = " %-23s";

    public SceneReport {
        seen = List.copyOf(seen);
        unseen = List.copyOf(unseen);
    }

    /**
     * A set of pictures, judged by the prompts.
     *
     * @param pictures what they are
     * @param sampling how they were generated; null for pictures that were not
     * @param nearest median distance to the nearest training picture, root mean square a value in [-1,1]; null where it
     *     says nothing
     */
    public record Row(String pictures, SamplingDefaults sampling, SceneScore score, Double nearest) {}

    /** Tables for people. */
    public String describe() {
        return String.format(Locale.ROOT, "%d prompts of each kind, %.3f s an image%n%n", count, secondsPerImage)
                + describe("seen combinations", seen)
                + describe("unseen combinations", unseen);
    }

    static String describe(String title, List<Row> rows) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(NAME, title + ", %"));
        Arrays.stream(Factor.values()).forEach(factor -> text.append(String.format(CELL, factor)));
        text.append(String.format("nearest%n"));
        for (Row row : rows) {
            text.append(String.format(NAME, row.pictures()));
            Arrays.stream(Factor.values())
                    .forEach(factor -> text.append(cell(row.score().factors(), factor)));
            text.append(row.nearest() == null ? "" : String.format(Locale.ROOT, "%.4f", row.nearest()))
                    .append(System.lineSeparator());
        }
        text.append(String.format("%n" + NAME, "everything, by kind of scene"));
        Arrays.stream(SceneKind.values()).forEach(kind -> text.append(String.format(CELL, kind)));
        text.append(System.lineSeparator());
        for (Row row : rows) {
            text.append(String.format(NAME, row.pictures()));
            Arrays.stream(SceneKind.values())
                    .forEach(kind -> text.append(cell(row.score().everything(), kind)));
            text.append(System.lineSeparator());
        }
        return text.append(System.lineSeparator()).toString();
    }

    private static <K> String cell(Map<K, Estimate> shares, K key) {
        return String.format(CELL, shares.containsKey(key) ? shares.get(key).format(100, 1) : "-");
    }
}
