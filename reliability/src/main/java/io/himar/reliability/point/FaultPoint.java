package io.himar.reliability.point;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A moment at which a service ends, the first time that it comes to it. */
public enum FaultPoint {
    /** Images were given to workers, but nothing is committed. */
    DISPATCH_BEFORE_COMMIT("scheduler"),
    /** Images were given to workers, but no worker was told. */
    DISPATCH_BEFORE_SENDING("scheduler"),
    /** Reports were applied, but nothing is committed. */
    REPORTS_BEFORE_COMMIT("scheduler"),
    /** Reports were applied, but Kafka does not know that they were read. */
    REPORTS_BEFORE_OFFSETS("scheduler"),
    /** A task was taken, but nobody knows that stage 1 has begun. */
    PIVOT_BEFORE_START("pivot-worker"),
    /** Preview and condition tokens are stored, but not reported. */
    PIVOT_BEFORE_REPORT("pivot-worker"),
    /** The outcome is reported, but the worker does not know it. */
    PIVOT_BEFORE_ACKNOWLEDGEMENT("pivot-worker"),
    REFINE_BEFORE_START("refine-worker"),
    /** The picture is stored, but not reported. */
    REFINE_BEFORE_REPORT("refine-worker"),
    REFINE_BEFORE_ACKNOWLEDGEMENT("refine-worker");

    /** The exit status of a process that ended at a point; no other end of a JVM has it. */
    public static final int STATUS = 86;

    /** The system property that names the point. */
    static final String PROPERTY = "fault.point";

    private final String service;

    FaultPoint(String service) {
        this.service = service;
    }

    /** The kind of service that comes to it. */
    public String service() {
        return service;
    }

    /** The option of the JVM that makes a service end there. */
    public String option() {
        return "-D" + PROPERTY + "=" + name();
    }

    /** {@code dispatch-before-commit} and so on. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The point of this process, if it has one. */
    static Optional<FaultPoint> ofThisProcess() {
        String name = System.getProperty(PROPERTY, "");
        return Arrays.stream(values()).filter(each -> each.name().equals(name)).findFirst();
    }

    /** Ends the process if this is its point: nothing more is done, written or sent. */
    void passed(FaultPoint reached) {
        if (this == reached) {
            Runtime.getRuntime().halt(STATUS);
        }
    }
}
