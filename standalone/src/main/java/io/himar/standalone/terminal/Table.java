package io.himar.standalone.terminal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of text in columns as wide as their longest entry; the last one is as long as it is. */
public final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** @param headings one a column */
    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds a row of as many entries as there are headings. */
    public void row(String... entries) {
        if (entries.length != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    "entries: " + entries.length + " (expected: " + rows.get(0).size() + ")");
        }
        rows.add(List.of(entries).stream().map(DisplayText::of).toList());
    }

    public void print(PrintStream out) {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> DisplayText.width(row.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                line.append(column == 0 ? "" : GAP).append(DisplayText.padded(row.get(column), widths[column]));
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
