package io.himar.training.scenes;

/** How many objects a scene has. */
public enum SceneKind {
    ONE_OBJECT("one object"),
    SEVERAL_ALIKE("several alike"),
    TWO_OBJECTS("two objects");

    private final String label;

    SceneKind(String label) {
        this.label = label;
    }

    /** As tables and reports call it. */
    @Override
    public String toString() {
        return label;
    }
}
