import java.util.List;

/** The middle one of some measurements, of two the larger. */
final class Median {
    static double of(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private Median() {}
}
