package io.himar.contracts;

/** A message that could be parsed but breaks its contract. The text names the field, its value and the expectation. */
public final class InvalidMessageException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;

    InvalidMessageException(String field, Object value, String expectation) {
        super(field + ": " + value + " (expected: " + expectation + ")");
        this.field = field;
    }

    /** Path of the field, for example {@code lease.image_id}. */
    public String field() {
        return field;
    }
}
