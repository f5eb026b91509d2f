package io.himar.model.checkpoint.torch;

import net.razorvine.pickle.IObjectConstructor;

/**
 * A class of Python that we keep nothing of, and every object of it: a trainer's arguments, a device, a number of
 * NumPy, an optimizer. What the pickle calls it with, and whatever it puts into it, is dropped; nothing is run.
 *
 * <p>Two are never equal, so that they can be keys of a dictionary.
 */
final class Opaque implements IObjectConstructor {
    private final String name;

    /** @param name of the class, for messages */
    Opaque(String name) {
        this.name = name;
    }

    @Override
    public Object construct(Object[] args) {
        return new Opaque(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
