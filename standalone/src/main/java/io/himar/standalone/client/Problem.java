package io.himar.standalone.client;

import java.util.List;
import java.util.stream.Collectors;

/** A problem document (RFC 9457) with the fields that were refused. */
record Problem(String title, String detail, int status, List<FieldError> errors) {
    record FieldError(String field, String message) {}

    String sentence() {
        String what = detail != null ? detail : title;
        // A single refused field is what the detail already speaks of.
        if (errors == null || errors.size() < 2) {
            return what;
        }
        return errors.stream()
                .map(error -> error.field + " " + error.message)
                .collect(Collectors.joining("; ", withoutStop(what) + ": ", "."));
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
