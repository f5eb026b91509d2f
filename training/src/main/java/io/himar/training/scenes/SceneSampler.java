package io.himar.training.scenes;

import io.himar.training.config.ScenesKept;
import java.util.List;
import java.util.SplittableRandom;

/** Draws scenes: half of them of one kind of object, half of two objects, of which it keeps what it is told to. */
final class SceneSampler {
    private final boolean heldOut;
    private final ScenesKept kept;

    /**
     * @param heldOut whether each scene has a combination that is held out of training, or none has
     * @param kept what share of each kind is not drawn again
     */
    SceneSampler(boolean heldOut, ScenesKept kept) {
        this.heldOut = heldOut;
        this.kept = kept;
    }

    Scene draw(SplittableRandom random) {
        Scene scene;
        do {
            scene = random.nextBoolean() ? alike(random) : pair(random);
        } while (scene.heldOut() != heldOut || !keeps(scene, random));
        return scene;
    }

    private boolean keeps(Scene scene, SplittableRandom random) {
        double share = switch (scene.kind()) {
            case ONE_OBJECT -> kept.oneObject();
            case SEVERAL_ALIKE -> kept.severalAlike();
            case TWO_OBJECTS -> kept.twoObjects();
        };
        return share == 1 || random.nextDouble() < share;
    }

    private static Scene alike(SplittableRandom random) {
        return new Scene.Alike(object(random, Thing.ALL), 1 + random.nextInt(Scene.Alike.MOST));
    }

    private static Scene pair(SplittableRandom random) {
        Relation relation = pick(Relation.ALL, random);
        SceneObject first = object(random, Thing.ALL);
        SceneObject second;
        do {
            second = object(random, relation == Relation.INSIDE ? Thing.CONTAINERS : Thing.ALL);
            // The one inside must be seen on the other; two alike would be a count.
        } while (second.equals(first) || (relation == Relation.INSIDE && second.colour() == first.colour()));
        return new Scene.Pair(first, relation, second);
    }

    private static SceneObject object(SplittableRandom random, List<Thing> things) {
        return new SceneObject(pick(Colour.ALL, random), pick(things, random));
    }

    private static <T> T pick(List<T> all, SplittableRandom random) {
        return all.get(random.nextInt(all.size()));
    }
}
