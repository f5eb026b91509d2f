package io.himar.training.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How often the classifier names pictures of one class as that class.
 *
 * @param name of the class
 * @param generated share of the generated pictures; null where there is none
 * @param real share of held-out real pictures; null where there is none
 * @param mistakenFor what it names generated ones instead most often; null where it never does
 */
public record ClassAgreement(String name, Double generated, Double real, String mistakenFor) {

    /** Of each class, in the order of the names. */
    static List<ClassAgreement> of(List<String> names, Judged generated, Judged real) {
        return IntStream.range(0, names.size())
                .mapToObj(id -> of(id, names, generated.namesOf(id, names.size()), real.namesOf(id, names.size())))
                .toList();
    }

    private static ClassAgreement of(int id, List<String> names, int[] generated, int[] real) {
        int most = IntStream.range(0, generated.length)
                .filter(other -> other != id && generated[other] > 0)
                .reduce((a, b) -> generated[b] > generated[a] ? b : a)
                .orElse(id);
        return new ClassAgreement(
                names.get(id), share(id, generated), share(id, real), most == id ? null : names.get(most));
    }

    private static Double share(int id, int[] named) {
        int all = Arrays.stream(named).sum();
        return all == 0 ? null : (Double) (named[id] / (double) all);
    }

    String describe() {
        String most = mistakenFor == null ? "" : "  (else " + mistakenFor + ")";
        return String.format("%-28s %-32s %s%n", name, percent(generated) + most, percent(real));
    }

    private static String percent(Double share) {
        return share == null ? "-" : String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
