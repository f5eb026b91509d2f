package io.himar.reliability.autoscale;

/** Of the load. */
enum Phase {
    /** Before the burst, until all of it is done. */
    BURST("burst"),
    /** A pace that rises from nothing. */
    RAMP("rising pace"),
    /** Nothing comes any more. */
    SILENCE("silence");

    private final String words;

    Phase(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
