package io.himar.standalone.terminal;

import io.himar.standalone.client.GenerationProgress;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows how far several generations are: on a terminal one line each with a bar per stage, redrawn in place; elsewhere
 * a plain line whenever a generation has completed another stage or image. Safe for several threads.
 */
public final class ProgressBoard {
    private static final int BAR = 16;
    /** With both bars it fits into 80 columns; a longer line could not be drawn over. */
    private static final int MOST_LABEL = 18;

    private final Terminal terminal;
    private final List<GenerationProgress> generations;
    private final List<String> shown = new ArrayList<>();
    private final int labelWidth;
    private boolean stopped;

    public ProgressBoard(Terminal terminal, List<GenerationProgress> generations) {
        this.terminal = terminal;
        this.generations = List.copyOf(generations);
        this.labelWidth = generations.stream()
                .mapToInt(each -> DisplayText.width(label(each)))
                .max()
                .orElse(1);
    }

    /** Brings what is shown up to date. */
    public synchronized void refresh() {
        if (stopped) {
            return;
        }
        if (terminal.interactive()) {
            redraw();
        } else {
            report();
        }
    }

    /** Leaves what is shown as it is, so that something else can be said below it. */
    public synchronized void stop() {
        stopped = true;
    }

    private void redraw() {
        StringBuilder frame = new StringBuilder();
        if (!shown.isEmpty()) {
            frame.append("\u001b[").append(shown.size()).append('A');
        }
        shown.clear();
        for (GenerationProgress each : generations) {
            String line = barLine(each);
            shown.add(line);
            frame.append("\r\u001b[2K").append(line).append('\n');
        }
        PrintStream out = terminal.out();
        out.print(frame);
        out.flush();
    }

    private void report() {
        for (int index = 0; index < generations.size(); index++) {
            String line = plainLine(generations.get(index));
            if (shown.size() <= index) {
                shown.add(line);
                terminal.out().println(line);
            } else if (!shown.set(index, line).equals(line)) {
                terminal.out().println(line);
            }
        }
    }

    private String barLine(GenerationProgress each) {
        return "  " + padded(each) + "  pivot " + bar(each.pivot()) + "  refine " + bar(each.refine()) + "  "
                + each.succeeded() + "/" + each.generation().count() + withoutResult(each);
    }

    private String plainLine(GenerationProgress each) {
        return padded(each) + ": pivot " + quarters(each.pivot()) + " %, refine " + quarters(each.refine()) + " %, "
                + each.succeeded() + " of " + each.generation().count() + " done" + withoutResult(each);
    }

    private String padded(GenerationProgress each) {
        return DisplayText.padded(label(each), labelWidth);
    }

    private static String label(GenerationProgress each) {
        return DisplayText.shortened(DisplayText.of(each.generation().label()), MOST_LABEL);
    }

    private static String withoutResult(GenerationProgress each) {
        return Stream.of("failed", "canceled", "expired")
                .filter(state -> each.count(state) > 0)
                .map(state -> ", " + each.count(state) + " " + state)
                .collect(Collectors.joining());
    }

    /** In steps of a quarter, so that a log of plain lines stays short. */
    private static int quarters(double share) {
        return 25 * (int) Math.floor(share * 4 + 1e-9);
    }

    private String bar(double share) {
        int filled = (int) Math.round(Math.min(1, share) * BAR);
        return terminal.full().repeat(filled) + terminal.empty().repeat(BAR - filled);
    }
}
