package io.himar.training.command;

import io.himar.training.data.EmojiCaptions;
import io.himar.training.data.EmojiSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a data set of emoji. */
@Command(
        name = "emoji",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Makes class folders of emoji from two npm packages, the sub-groups of Unicode as classes.")
final class EmojiCommand implements Callable<Integer> {
    @Option(
            names = "--google",
            required = true,
            paramLabel = "DIR",
            description = "the unpacked npm package emoji-datasource-google")
    private Path google;

    @Option(
            names = "--twitter",
            required = true,
            paramLabel = "DIR",
            description = "the unpacked npm package emoji-datasource-twitter")
    private Path twitter;

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "the data set, a new folder")
    private Path to;

    @Option(
            names = "--least",
            paramLabel = "N",
            description = "leave out classes of fewer pictures (default: ${DEFAULT-VALUE})")
    private int least = 20;

    @Option(
            names = "--most",
            paramLabel = "N",
            description = "keep so many pictures of a larger class, spread over all that it has (default: all)")
    private int most = Integer.MAX_VALUE;

    @Option(
            names = "--classes",
            split = ",",
            paramLabel = "CLASS",
            description = "only these sub-groups (default: all)")
    private Set<String> classes = Set.of();

    @Option(
            names = "--captions",
            split = ",",
            paramLabel = "DIR",
            description = "the unpacked npm packages cldr-annotations-full and cldr-annotations-derived-full, or one of"
                    + " them: also write metadata.jsonl, the emoji's names and keywords as captions, for models that"
                    + " draw texts (default: none)")
    private List<Path> captions = List.of();

    @Override
    public Integer call() {
        Least.of("--least", 1, least);
        Least.of("--most", 1, most);
        if (Files.exists(to)) {
            throw new IllegalArgumentException("--to: " + to + " exists already (expected: a new folder)");
        }
        OutputPlace.folder("--to", to.toAbsolutePath().getParent());
        EmojiSet emoji = new EmojiSet();
        emoji.add(EmojiSet.Vendor.GOOGLE, google);
        emoji.add(EmojiSet.Vendor.TWITTER, twitter);
        Map<String, Integer> counts = write(emoji);
        counts.forEach((name, count) -> System.out.println(name + " " + count));
        int pictures = counts.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println(counts.size() + " classes, " + pictures + " pictures in " + to);
        return 0;
    }

    private Map<String, Integer> write(EmojiSet emoji) {
        if (captions.isEmpty()) {
            return emoji.write(to, least, most, classes);
        }
        EmojiCaptions names = new EmojiCaptions();
        captions.forEach(names::add);
        return emoji.write(
                to, least, most, classes, names, count -> System.out.println(count + " pictures have captions"));
    }
}
