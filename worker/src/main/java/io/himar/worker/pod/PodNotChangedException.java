package io.himar.worker.pod;

/** The worker's pod could not be changed. */
final class PodNotChangedException extends Exception {
    private static final long serialVersionUID = 1;

    private final String kind;

    /**
     * @param kind what went wrong, without particulars
     * @param message the same in a sentence's words, with them
     */
    PodNotChangedException(String kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** The same for all failures of one cause. */
    String kind() {
        return kind;
    }
}
