package io.himar.storage.images;

import io.himar.storage.jobs.Failure;
import java.time.Instant;

/** Which of a job's deadlines. */
public enum Deadline {
    /** Somebody must have begun the image. */
    START("start_deadline_passed", "No worker had begun the image by "),
    /** The image must have ended. */
    FINISH("finish_deadline_passed", "The image was not finished by ");

    private final String code;
    private final String sentence;

    Deadline(String code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** Why an image has expired. */
    Failure missed(Instant at) {
        return new Failure(code, sentence + at + ".");
    }
}
