package io.himar.worker.gate;

/** Which probes of one partition were sent, which could not be stored, and which came back. */
final class PartitionEcho {
    private long heardRound;
    private long awaitedRound;
    private long awaitedSince;
    private boolean takesRecords = true;

    void sent(long round, long now) {
        if (awaitedRound == 0) {
            awaitedRound = round;
            awaitedSince = now;
        }
    }

    void stored() {
        takesRecords = true;
    }

    void notStored(long round) {
        takesRecords = false;
        if (awaitedRound == round) {
            awaitedRound = 0;
        }
    }

    void heard(long round) {
        takesRecords = true;
        heardRound = Math.max(heardRound, round);
        if (heardRound >= awaitedRound) {
            awaitedRound = 0;
        }
    }

    /** Whether a probe is missed: at the start from the moment it is sent, later after a while. */
    boolean deaf(long now, long patience) {
        if (awaitedRound == 0 || !takesRecords) {
            return false;
        }
        return heardRound == 0 || now - awaitedSince >= patience;
    }
}
