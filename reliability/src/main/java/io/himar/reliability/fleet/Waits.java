package io.himar.reliability.fleet;

import java.time.Duration;
import java.util.List;

/** How long each of some images waited. */
record Waits(List<Duration> sorted) {
    Waits {
        sorted = sorted.stream().sorted().toList();
    }

    /** The shortest time in which this share of the images had begun; zero if there were none. */
    Duration quantile(double share) {
        if (sorted.isEmpty()) {
            return Duration.ZERO;
        }
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.get(Math.max(0, index));
    }

    Duration longest() {
        return quantile(1);
    }

    int count() {
        return sorted.size();
    }
}
