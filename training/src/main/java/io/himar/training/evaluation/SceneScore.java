package io.himar.training.evaluation;

import io.himar.training.scenes.Answers;
import io.himar.training.scenes.Asked;
import io.himar.training.scenes.Factor;
import io.himar.training.scenes.SceneKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The shares of pictures that show what their captions ask for, as a judge sees it.
 *
 * @param factors by part of the captions, of those that ask for it
 * @param everything shares of pictures that show all that is asked for, by the kind of the scene
 */
public record SceneScore(Map<Factor, Estimate> factors, Map<SceneKind, Estimate> everything) {

    /**
     * @param asked what the captions ask for
     * @param seen what the judge sees, picture by picture
     */
    static SceneScore of(List<Asked> asked, List<Answers> seen, Bootstrap bootstrap) {
        Map<Factor, Estimate> factors = new EnumMap<>(Factor.class);
        for (Factor factor : Factor.values()) {
            put(factors, factor, share(asked, seen, factor, each -> each.asks(factor), bootstrap));
        }
        Map<SceneKind, Estimate> everything = new EnumMap<>(SceneKind.class);
        for (SceneKind kind : SceneKind.values()) {
            put(everything, kind, share(asked, seen, Factor.EVERYTHING, each -> each.kind() == kind, bootstrap));
        }
        return new SceneScore(factors, everything);
    }

    private static <K> void put(Map<K, Estimate> shares, K key, Estimate share) {
        if (share != null) {
            shares.put(key, share);
        }
    }

    /** Null where no picture is among them. */
    private static Estimate share(
            List<Asked> asked, List<Answers> seen, Factor factor, Predicate<Asked> which, Bootstrap bootstrap) {
        List<Boolean> met = IntStream.range(0, asked.size())
                .filter(i -> which.test(asked.get(i)))
                .mapToObj(i -> asked.get(i).isMet(factor, seen.get(i)))
                .toList();
        boolean[] values = new boolean[met.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = met.get(i);
        }
        return values.length == 0 ? null : bootstrap.mean(values);
    }
}
