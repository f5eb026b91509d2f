package io.himar.helm;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A Markdown file of the repository: where its links lead, and which anchors its headings give. */
record MarkdownFile(Path path, String text) {
    private static final Pattern FENCED_CODE = Pattern.compile("(?ms)^[ ]*```.*?^[ ]*```");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern LINK = Pattern.compile("]\\(([^()\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+)$");
    private static final Pattern HEADINGS_LINK = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");

    static MarkdownFile read(Path path) {
        return new MarkdownFile(path, Project.read(path));
    }

    /** Links to files of the repository that are not there, or to headings that a file has not. */
    List<String> brokenLinks() {
        return links().stream().filter(link -> !leadsSomewhere(link)).toList();
    }

    /** The names by which GitHub lets a link reach this file's headings. */
    Set<String> anchors() {
        Map<String, Integer> seen = new HashMap<>();
        return HEADING.matcher(FENCED_CODE.matcher(text).replaceAll(""))
                .results()
                .map(heading -> slug(heading.group(1)))
                .map(slug -> {
                    int before = seen.merge(slug, 1, Integer::sum) - 1;
                    return before == 0 ? slug : slug + "-" + before;
                })
                .collect(Collectors.toSet());
    }

    private List<String> links() {
        String prose = CODE.matcher(FENCED_CODE.matcher(text).replaceAll("")).replaceAll("code");
        return LINK.matcher(prose).results().map(link -> link.group(1)).toList();
    }

    private boolean leadsSomewhere(String link) {
        URI target = URI.create(link);
        if (target.isAbsolute()) {
            return true;
        }
        Path file = target.getPath().isEmpty() ? path : path.resolveSibling(target.getPath());
        return Files.exists(file)
                && (target.getFragment() == null || read(file).anchors().contains(target.getFragment()));
    }

    private static String slug(String heading) {
        return HEADINGS_LINK
                .matcher(heading)
                .replaceAll("$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
