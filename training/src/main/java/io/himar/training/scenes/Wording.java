package io.himar.training.scenes;

import java.util.List;
import java.util.SplittableRandom;

/** The grammar of captions: each scene can be told in several ways. */
final class Wording {
    private static final List<String> OPENINGS = List.of("", "", "a picture of ", "there is ");
    private static final List<String> OPENINGS_OF_SEVERAL = List.of("", "", "a picture of ", "there are ");
    private static final List<String> COUNTS = List.of("one", "two", "three");

    private Wording() {}

    static String of(Scene scene, SplittableRandom random) {
        return scene instanceof Scene.Alike alike ? alike(alike, random) : pair((Scene.Pair) scene, random);
    }

    private static String alike(Scene.Alike scene, SplittableRandom random) {
        SceneObject object = scene.object();
        if (scene.count() == 1) {
            return pick(OPENINGS, random) + one(object, random);
        }
        String count = random.nextBoolean() ? COUNTS.get(scene.count() - 1) : Integer.toString(scene.count());
        // "2 3s" would be read as one number.
        boolean inFigures = Character.isDigit(count.charAt(0)) && object.thing().isDigit();
        String many = (inFigures ? COUNTS.get(scene.count() - 1) : count) + " "
                + object.colour().word() + " " + object.thing().plural();
        return pick(OPENINGS_OF_SEVERAL, random) + many;
    }

    private static String pair(Scene.Pair scene, SplittableRandom random) {
        String first = one(scene.first(), random);
        String second = one(scene.second(), random);
        String told = switch (scene.relation()) {
            case AND -> random.nextBoolean() ? first + " and " + second : second + " and " + first;
            case LEFT_OF ->
                pick(
                        List.of(
                                first + " left of " + second,
                                first + " to the left of " + second,
                                second + " right of " + first,
                                second + " to the right of " + first),
                        random);
            case ABOVE ->
                pick(
                        List.of(
                                first + " above " + second,
                                first + " over " + second,
                                second + " below " + first,
                                second + " under " + first),
                        random);
            case INSIDE ->
                pick(
                        List.of(
                                first + " inside " + second,
                                first + " in " + second,
                                second + " around " + first,
                                second + " with " + first + " inside"),
                        random);
        };
        return pick(OPENINGS, random) + told;
    }

    private static String one(SceneObject object, SplittableRandom random) {
        String thing = object.colour().word() + " " + object.thing().word();
        String article = "aeiou".indexOf(thing.charAt(0)) >= 0 ? "an " : "a ";
        return object.thing().isDigit() && random.nextInt(4) == 0
                ? "the digit " + object.thing().word() + " in "
                        + object.colour().word()
                : article + thing;
    }

    private static String pick(List<String> ways, SplittableRandom random) {
        return ways.get(random.nextInt(ways.size()));
    }
}
