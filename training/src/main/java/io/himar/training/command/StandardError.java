package io.himar.training.command;

/** Whether a person looks at standard error; Java cannot tell by itself, so the start script says it. */
final class StandardError {

    private StandardError() {}

    static boolean isTerminal() {
        return "true".equals(System.getenv("HIMAR_TERMINAL"));
    }
}
