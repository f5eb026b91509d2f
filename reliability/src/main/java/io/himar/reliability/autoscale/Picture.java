package io.himar.reliability.autoscale;

import java.util.List;

/** Panels in two columns, and what their lines mean. */
final class Picture {
    private static final int LEFT = 40;
    private static final int TOP = 40;
    private static final int COLUMN = Panel.WIDTH + 90;
    private static final int ROW = Panel.HEIGHT + 60;
    private static final String LEGEND = """
            <g transform="translate(%d,%d)">
            <line x2="30" stroke="#c23b22" stroke-width="2" stroke-dasharray="2 2"/>
            <text x="36" y="4">workers asked for</text>
            <line x1="190" x2="220" stroke="#888888" stroke-width="2" stroke-dasharray="5 3"/>
            <text x="226" y="4">workers that run, start or end</text>
            <line x1="450" x2="480" stroke="#1f5fa8" stroke-width="2"/><text x="486" y="4">workers that take work</text>
            <rect x="660" y="-6" width="30" height="12" fill="#f2c14e" fill-opacity="0.5"/>
            <text x="696" y="4">images that wait (right scale)</text>
            </g>
            """;

    private Picture() {}

    /** SVG of the panels, the first two side by side in the first row. */
    static String of(List<Panel> panels) {
        int rows = (panels.size() + 1) / 2;
        int width = LEFT + 2 * COLUMN;
        int height = TOP + rows * ROW + 20;
        StringBuilder svg = new StringBuilder(("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\""
                        + " fill=\"white\"/>%n")
                .formatted(width, height));
        for (int i = 0; i < panels.size(); i++) {
            svg.append("<g transform=\"translate(%d,%d)\">%n".formatted(LEFT + i % 2 * COLUMN, TOP + i / 2 * ROW))
                    .append(panels.get(i).svg())
                    .append("</g>\n");
        }
        return svg.append(LEGEND.formatted(LEFT, height - 20))
                .append("</svg>\n")
                .toString();
    }
}
