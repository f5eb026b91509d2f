package io.himar.training.scenes;

import java.util.List;

/** What a picture shows. */
sealed interface Scene {

    /** Its objects, each as often as the picture shows it. */
    List<SceneObject> objects();

    /** How many they are. */
    default SceneKind kind() {
        if (this instanceof Pair) {
            return SceneKind.TWO_OBJECTS;
        }
        return objects().size() == 1 ? SceneKind.ONE_OBJECT : SceneKind.SEVERAL_ALIKE;
    }

    /** Whether it has a combination that is held out of training. */
    boolean heldOut();

    /**
     * One object, once or several times.
     *
     * @param count 1 to 3
     */
    record Alike(SceneObject object, int count) implements Scene {
        static final int MOST = 3;

        public Alike {
            if (count < 1 || count > MOST) {
                throw new IllegalArgumentException("count: " + count + " (expected: 1 to " + MOST + ")");
            }
        }

        @Override
        public List<SceneObject> objects() {
            return List.of(object, object, object).subList(0, count);
        }

        @Override
        public boolean heldOut() {
            return object.heldOut();
        }
    }

    /** Two objects; read as a sentence: the first is left of, above or inside the second. */
    record Pair(SceneObject first, Relation relation, SceneObject second) implements Scene {
        @Override
        public List<SceneObject> objects() {
            return List.of(first, second);
        }

        @Override
        public boolean heldOut() {
            return first.heldOut() || second.heldOut() || relation.heldOut(first.thing(), second.thing());
        }
    }
}
