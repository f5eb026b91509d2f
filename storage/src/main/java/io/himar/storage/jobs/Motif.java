package io.himar.storage.jobs;

import java.util.Objects;

/** What the images of a job show. */
public sealed interface Motif {
    /** For people: the name of the class, or the text itself. */
    String label();

    /**
     * A class of the model.
     *
     * @param id its index
     */
    record OfClass(int id, String label) implements Motif {
        public OfClass {
            Objects.requireNonNull(label, "label");
            if (id < 0) {
                throw new IllegalArgumentException("classId: " + id + " (expected: >= 0)");
            }
        }
    }

    /**
     * What a text says.
     *
     * @param prompt the text; an empty one leaves it to the model
     */
    record OfText(String prompt) implements Motif {
        public OfText {
            Objects.requireNonNull(prompt, "prompt");
        }

        @Override
        public String label() {
            return prompt;
        }
    }
}
