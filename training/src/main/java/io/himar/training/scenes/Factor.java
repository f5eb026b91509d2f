package io.himar.training.scenes;

/** A part of what captions ask for, that a picture can show or not. */
public enum Factor {
    /** Which things there are, whatever their colours and places. */
    THINGS("things"),
    /** Which colours there are, whatever has them. */
    COLOURS("colours"),
    /** How many objects there are. */
    COUNT("count"),
    /** How the first object lies to the second. Captions that join two objects by "and" ask for none. */
    RELATION("relation"),
    /** All that the caption says, each colour on its own thing. */
    EVERYTHING("everything");

    private final String label;

    Factor(String label) {
        this.label = label;
    }

    /** As tables and reports call it. */
    @Override
    public String toString() {
        return label;
    }
}
