package io.himar.service;

import org.slf4j.MDC;

/** Which image a line of the log is about. */
public final class ImageInLog {
    private static final String JOB = "job";
    private static final String IMAGE = "image";

    private ImageInLog() {}

    /**
     * Runs something that is about one image. What this thread logs meanwhile has, in structured logs, its id and that
     * of its job as {@code image} and {@code job}.
     */
    public static void about(Object job, Object image, Runnable what) {
        MDC.put(JOB, job.toString());
        MDC.put(IMAGE, image.toString());
        try {
            what.run();
        } finally {
            MDC.remove(IMAGE);
            MDC.remove(JOB);
        }
    }
}
