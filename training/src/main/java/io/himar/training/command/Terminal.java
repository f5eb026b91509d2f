package io.himar.training.command;

/** Whether a person looks at standard error; Java cannot tell by itself, so the start script says it. */
final class Terminal {

    private Terminal() {}

    static boolean isOne() {
        return "true".equals(System.getenv("HIMAR_TERMINAL"));
    }
}
