import java.util.List;

/** The middle one of some measurements, of two the larger. */
final class Median {
    private Median() {}

    static double of(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
