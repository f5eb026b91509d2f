package io.himar.training.diffusion;

import io.himar.model.Subject;

/** What the pictures of a batch show. */
interface Subjects {

    /**
     * The batch's subject, as the backbone is told it.
     *
     * @param dropped images that are told the unconditional subject instead of their own
     */
    Subject without(boolean[] dropped);
}
