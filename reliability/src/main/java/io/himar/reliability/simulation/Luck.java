package io.himar.reliability.simulation;

import java.time.Duration;
import java.util.Random;

/** All chance of a run, from its seed. While the troubles last things go wrong; after that nothing does. */
final class Luck {
    private final Random random;
    private boolean troubled = true;

    Luck(long seed) {
        random = new Random(seed);
    }

    void endTroubles() {
        troubled = false;
    }

    /** True with this probability, and never after the troubles. */
    boolean trouble(double probability) {
        return random.nextDouble() < probability && troubled;
    }

    /** A time up to {@code longest}, more often a short one. */
    Duration delay(Duration longest) {
        double share = random.nextDouble();
        return Duration.ofNanos((long) (longest.toNanos() * share * share * share));
    }

    int upTo(int most) {
        return 1 + random.nextInt(most);
    }

    double share() {
        return random.nextDouble();
    }
}
