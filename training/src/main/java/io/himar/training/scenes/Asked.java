package io.himar.training.scenes;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a caption asks for, and whether a picture shows it. */
public final class Asked {
    private static final int TWO_THAT_DIFFER = Scene.Alike.MOST;

    private final SceneKind kind;
    private final List<Answers> right;

    private Asked(SceneKind kind, List<Answers> right) {
        this.kind = kind;
        this.right = right;
    }

    static Asked by(Scene scene) {
        if (scene instanceof Scene.Alike alike) {
            return new Asked(scene.kind(), List.of(alike.count() == 1 ? one(alike.object()) : several(alike)));
        }
        Scene.Pair pair = (Scene.Pair) scene;
        Answers told = pair(pair.first(), pair.relation(), pair.second());
        return new Asked(
                scene.kind(),
                pair.relation() == Relation.AND
                        ? List.of(told, pair(pair.second(), pair.relation(), pair.first()))
                        : List.of(told));
    }

    private static Answers one(SceneObject object) {
        return new Answers(Map.of(
                Question.KIND, 0,
                Question.FIRST_THING, object.thing().number(),
                Question.FIRST_COLOUR, object.colour().number()));
    }

    private static Answers several(Scene.Alike scene) {
        int thing = scene.object().thing().number();
        int colour = scene.object().colour().number();
        return new Answers(Map.of(
                Question.KIND, scene.count() - 1,
                Question.FIRST_THING, thing,
                Question.FIRST_COLOUR, colour,
                Question.SECOND_THING, thing,
                Question.SECOND_COLOUR, colour));
    }

    private static Answers pair(SceneObject first, Relation relation, SceneObject second) {
        Map<Question, Integer> objects = Map.of(
                Question.KIND, TWO_THAT_DIFFER,
                Question.FIRST_THING, first.thing().number(),
                Question.FIRST_COLOUR, first.colour().number(),
                Question.SECOND_THING, second.thing().number(),
                Question.SECOND_COLOUR, second.colour().number());
        if (relation == Relation.AND) {
            return new Answers(objects);
        }
        Map<Question, Integer> all = new EnumMap<>(objects);
        all.put(Question.RELATION, Relation.ALL.indexOf(relation) - 1);
        return new Answers(all);
    }

    /** The answers that are right: one, or two where it does not matter which of two objects is the first. */
    public List<Answers> right() {
        return right;
    }

    public SceneKind kind() {
        return kind;
    }

    /** Whether the caption says anything of this. */
    public boolean asks(Factor factor) {
        return factor != Factor.RELATION || told().given().containsKey(Question.RELATION);
    }

    /**
     * Whether a picture shows this part of what is asked for.
     *
     * @param seen a judge's answers to all questions
     */
    public boolean isMet(Factor factor, Answers seen) {
        return switch (factor) {
            case THINGS -> told().agreeInAnyOrder(seen, Question.FIRST_THING, Question.SECOND_THING);
            case COLOURS -> told().agreeInAnyOrder(seen, Question.FIRST_COLOUR, Question.SECOND_COLOUR);
            case COUNT -> told().agree(seen, Question.KIND);
            case RELATION ->
                // A picture may show other objects than it should; they then count as being in order.
                told().agree(seen, Question.RELATION) && told().agreeingInOrder(seen) >= told().agreeingCrosswise(seen);
            case EVERYTHING -> right.stream().anyMatch(answers -> answers.agree(seen));
        };
    }

    private Answers told() {
        return right.get(0);
    }
}
