package io.himar.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * README's table of folders: the first cell links to one or more folders, the last one names the modules that they use.
 */
record ModuleTable(Map<String, Set<String>> uses) {
    private static final Pattern FOLDER = Pattern.compile("\\[`([a-z-]+)/`]");
    private static final Pattern MODULE = Pattern.compile("`([a-z-]+)`");
    private static final int CELLS = 3;

    static ModuleTable inReadme() {
        Map<String, Set<String>> uses = new TreeMap<>();
        try (Stream<String> lines = Files.lines(Modules.ROOT.resolve("README.md"))) {
            lines.filter(line -> line.startsWith("| [`"))
                    .map(ModuleTable::cells)
                    .forEach(cells -> {
                        if (cells.length == CELLS) {
                            names(FOLDER, cells[0])
                                    .forEach(folder -> uses.put(folder, names(MODULE, cells[CELLS - 1])));
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ModuleTable(uses);
    }

    private static String[] cells(String row) {
        return row.substring(1, row.length() - 1).split("\\|");
    }

    private static Set<String> names(Pattern pattern, String cell) {
        return pattern.matcher(cell)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
