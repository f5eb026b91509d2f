import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One round of requests.
 *
 * @param rate requests a second
 * @param nanos how long each took, in ascending order
 */
record GatewayRound(double rate, long[] nanos) {
    static GatewayRound of(double seconds, long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new GatewayRound(nanos.length / seconds, sorted);
    }

    static double median(List<GatewayRound> rounds, ToDoubleFunction<GatewayRound> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    double millis(double share) {
        return nanos[(int) Math.min(nanos.length - 1, nanos.length * share)] / 1e6;
    }
}
