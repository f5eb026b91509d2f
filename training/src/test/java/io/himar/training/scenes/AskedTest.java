package io.himar.training.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What counts as drawn as it was told. */
class AskedTest {
    private static final SceneObject RED_STAR = new SceneObject(Colour.RED, Thing.STAR);
    private static final SceneObject BLUE_HEART = new SceneObject(Colour.BLUE, Thing.HEART);
    private static final SceneObject RED_HEART = new SceneObject(Colour.RED, Thing.HEART);
    private static final SceneObject BLUE_STAR = new SceneObject(Colour.BLUE, Thing.STAR);
    private static final int LEFT_OF = 0;
    private static final int ABOVE = 1;

    private static final Asked STAR_LEFT_OF_HEART = Asked.by(new Scene.Pair(RED_STAR, Relation.LEFT_OF, BLUE_HEART));

    /** A judge answers every question, also where there is nothing to say. */
    private static Answers seen(int kind, int relation, SceneObject first, SceneObject second) {
        Map<Question, Integer> given = new EnumMap<>(Question.class);
        given.put(Question.KIND, kind);
        given.put(Question.RELATION, relation);
        given.put(Question.FIRST_THING, first.thing().number());
        given.put(Question.FIRST_COLOUR, first.colour().number());
        given.put(Question.SECOND_THING, second.thing().number());
        given.put(Question.SECOND_COLOUR, second.colour().number());
        return new Answers(given);
    }

    private static List<Factor> met(Asked asked, Answers seen) {
        return Arrays.stream(Factor.values())
                .filter(factor -> asked.asks(factor) && asked.isMet(factor, seen))
                .toList();
    }

    @Test
    void a_picture_as_told_meets_everything() {
        assertThat(met(STAR_LEFT_OF_HEART, seen(3, LEFT_OF, RED_STAR, BLUE_HEART)))
                .containsExactly(Factor.values());
    }

    @Test
    void two_objects_the_other_way_round_miss_the_relation_alone() {
        assertThat(met(STAR_LEFT_OF_HEART, seen(3, LEFT_OF, BLUE_HEART, RED_STAR)))
                .containsExactly(Factor.THINGS, Factor.COLOURS, Factor.COUNT);
    }

    @Test
    void colours_on_the_wrong_things_are_there_but_not_everything_is() {
        assertThat(met(STAR_LEFT_OF_HEART, seen(3, LEFT_OF, BLUE_STAR, RED_HEART)))
                .containsExactly(Factor.THINGS, Factor.COLOURS, Factor.COUNT, Factor.RELATION);
    }

    @Test
    void another_relation_is_no_relation_asked_for() {
        assertThat(met(STAR_LEFT_OF_HEART, seen(3, ABOVE, RED_STAR, BLUE_HEART)))
                .containsExactly(Factor.THINGS, Factor.COLOURS, Factor.COUNT);
    }

    @Test
    void objects_joined_by_and_may_lie_anyhow() {
        Asked both = Asked.by(new Scene.Pair(RED_STAR, Relation.AND, BLUE_HEART));
        assertThat(both.asks(Factor.RELATION)).isFalse();
        assertThat(met(both, seen(3, ABOVE, RED_STAR, BLUE_HEART))).contains(Factor.EVERYTHING);
        assertThat(met(both, seen(3, LEFT_OF, BLUE_HEART, RED_STAR))).contains(Factor.EVERYTHING);
        assertThat(met(both, seen(3, LEFT_OF, BLUE_STAR, RED_HEART))).doesNotContain(Factor.EVERYTHING);
    }

    @Test
    void of_one_object_nothing_is_asked_of_a_second() {
        Asked one = Asked.by(new Scene.Alike(RED_STAR, 1));
        assertThat(met(one, seen(0, ABOVE, RED_STAR, BLUE_HEART)))
                .containsExactly(Factor.THINGS, Factor.COLOURS, Factor.COUNT, Factor.EVERYTHING);
        assertThat(met(one, seen(0, ABOVE, BLUE_HEART, RED_STAR))).containsExactly(Factor.COUNT);
        assertThat(met(one, seen(1, ABOVE, RED_STAR, RED_STAR))).containsExactly(Factor.THINGS, Factor.COLOURS);
    }

    @Test
    void several_must_all_be_alike() {
        Asked three = Asked.by(new Scene.Alike(RED_STAR, 3));
        assertThat(met(three, seen(2, ABOVE, RED_STAR, RED_STAR))).contains(Factor.EVERYTHING);
        assertThat(met(three, seen(2, ABOVE, RED_STAR, RED_HEART))).containsExactly(Factor.COLOURS, Factor.COUNT);
    }

    @Test
    void kinds_of_scenes_are_told_apart() {
        assertThat(STAR_LEFT_OF_HEART.kind()).isEqualTo(SceneKind.TWO_OBJECTS);
        assertThat(Asked.by(new Scene.Alike(RED_STAR, 1)).kind()).isEqualTo(SceneKind.ONE_OBJECT);
        assertThat(Asked.by(new Scene.Alike(RED_STAR, 2)).kind()).isEqualTo(SceneKind.SEVERAL_ALIKE);
    }

    @Test
    void right_answers_fit_the_questions() {
        assertThat(STAR_LEFT_OF_HEART.right())
                .singleElement()
                .satisfies(right -> right.given()
                        .forEach((question, answer) -> assertThat(answer).isBetween(0, question.answers() - 1)));
    }
}
