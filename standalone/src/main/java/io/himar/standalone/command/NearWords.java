package io.himar.standalone.command;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The words that a mistyped one may stand for. */
final class NearWords {
    private static final int FAR = -1;

    private NearWords() {}

    /** Those that are nearest by insertions, deletions and replacements, about one in three letters at most. */
    static List<String> of(String typed, Collection<String> words) {
        LevenshteinDistance distance = new LevenshteinDistance((typed.length() + 2) / 3);
        Map<Integer, List<String>> byDistance =
                words.stream().sorted().collect(Collectors.groupingBy(word -> distance.apply(typed, word)));
        return byDistance.keySet().stream()
                .filter(steps -> steps != FAR)
                .min(Integer::compare)
                .map(byDistance::get)
                .orElse(List.of());
    }
}
