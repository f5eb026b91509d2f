package io.himar.training.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.text.WordVocabulary;
import io.himar.training.config.SceneLayout;
import io.himar.training.config.ScenesKept;
import io.himar.training.data.NoisePictures;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScenesTest {
    private static final int SIDE = 48;
    private static final int SIZE = 2000;
    private static final Scenes TRAINING = scenes(1, SIZE, false);
    private static final Scenes UNSEEN = scenes(1, SIZE, true);

    private static Scenes scenes(long seed, int size, boolean heldOut) {
        return new Scenes(seed, size, SIDE, heldOut, SceneLayout.FREE, new NoisePictures(20, 32, 10));
    }

    @Test
    void a_picture_follows_from_seed_and_index_alone() {
        Scenes smaller = scenes(1, 10, false);
        Scenes other = scenes(2, 10, false);
        for (int i = 0; i < 10; i++) {
            assertThat(smaller.caption(i)).isEqualTo(TRAINING.caption(i));
            assertThat(pixels(smaller, i)).isEqualTo(pixels(TRAINING, i));
            assertThat(pixels(other, i)).isNotEqualTo(pixels(TRAINING, i));
        }
        assertThatThrownBy(() -> smaller.caption(10)).hasMessage("index: 10 (expected: 0 to 9)");
    }

    @Test
    void scenes_of_some_kinds_are_kept_less_often_where_training_begins_with_what_is_easy() {
        Scenes some = new Scenes(
                1, SIZE, SIDE, false, new ScenesKept(1, 0.25, 0), SceneLayout.FREE, new NoisePictures(20, 32, 10));
        Map<SceneKind, Long> kinds = kinds(some);
        assertThat(kinds).doesNotContainKey(SceneKind.TWO_OBJECTS);
        // A sixth of all are of one object and a third of several alike, of which a quarter is kept.
        assertThat(kinds.get(SceneKind.ONE_OBJECT) / (double) SIZE).isBetween(0.6, 0.73);
    }

    private static Map<SceneKind, Long> kinds(Scenes scenes) {
        return IntStream.range(0, SIZE)
                .mapToObj(i -> scenes.scene(i).kind())
                .collect(Collectors.groupingBy(kind -> kind, Collectors.counting()));
    }

    @Test
    void neighbours_have_nothing_in_common() {
        Set<String> captions = new LinkedHashSet<>();
        IntStream.range(0, 100).forEach(i -> captions.add(TRAINING.caption(i)));
        assertThat(captions).hasSizeGreaterThan(90);
    }

    @Test
    void a_fifth_of_the_pairs_of_colour_and_thing_is_held_out_and_some_of_each() {
        int heldOut = 0;
        for (Colour colour : Colour.values()) {
            long ofColour = Thing.ALL.stream()
                    .filter(thing -> new SceneObject(colour, thing).heldOut())
                    .count();
            assertThat(ofColour).isBetween(3L, 4L);
            heldOut += (int) ofColour;
        }
        assertThat(heldOut / (double) (Colour.values().length * Thing.ALL.size()))
                .isBetween(0.18, 0.22);
        assertThat(Thing.ALL)
                .allSatisfy(thing -> assertThat(Arrays.stream(Colour.values())
                                .filter(colour -> new SceneObject(colour, thing).heldOut()))
                        .hasSizeBetween(1, 2));
    }

    @Test
    void training_never_shows_what_is_held_out_and_the_other_set_always_does() {
        for (int i = 0; i < SIZE; i++) {
            assertThat(TRAINING.scene(i).heldOut()).isFalse();
            assertThat(TRAINING.scene(i).objects()).noneMatch(SceneObject::heldOut);
            assertThat(UNSEEN.scene(i).heldOut()).isTrue();
        }
    }

    @Test
    void training_shows_every_thing_colour_count_and_relation() {
        Set<Thing> things = EnumSet.noneOf(Thing.class);
        Set<Colour> colours = EnumSet.noneOf(Colour.class);
        Set<Relation> relations = EnumSet.noneOf(Relation.class);
        Set<Integer> counts = new LinkedHashSet<>();
        for (int i = 0; i < SIZE; i++) {
            Scene scene = TRAINING.scene(i);
            scene.objects().forEach(object -> {
                things.add(object.thing());
                colours.add(object.colour());
            });
            if (scene instanceof Scene.Pair pair) {
                relations.add(pair.relation());
            } else {
                counts.add(((Scene.Alike) scene).count());
            }
        }
        assertThat(things).containsAll(Thing.ALL);
        assertThat(colours).containsAll(EnumSet.allOf(Colour.class));
        assertThat(relations).containsAll(EnumSet.allOf(Relation.class));
        assertThat(counts).containsExactlyInAnyOrder(1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource
    void objects_lie_as_the_scene_says(SceneLayout layout) {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < SIZE; i++) {
            Scene scene = TRAINING.scene(i);
            List<Box> boxes = Placement.of(scene, layout, random);
            assertThat(boxes).hasSameSizeAs(scene.objects()).allSatisfy(box -> {
                assertThat(Math.min(box.left(), box.top())).isPositive();
                assertThat(Math.max(box.right(), box.bottom())).isLessThan(1);
            });
            Relation relation = scene instanceof Scene.Pair pair ? pair.relation() : Relation.AND;
            Box first = boxes.get(0);
            Box last = boxes.get(boxes.size() - 1);
            switch (relation) {
                case AND ->
                    assertThat(boxes)
                            .allSatisfy(box -> assertThat(boxes)
                                    .filteredOn(other -> !other.equals(box))
                                    .noneMatch(box::overlaps));
                case LEFT_OF -> assertThat(first.right()).isLessThanOrEqualTo(last.left());
                case ABOVE -> assertThat(first.bottom()).isLessThanOrEqualTo(last.top());
                case INSIDE -> {
                    assertThat(first.left()).isGreaterThan(last.left());
                    assertThat(first.right()).isLessThan(last.right());
                    assertThat(first.top()).isGreaterThan(last.top());
                    assertThat(first.bottom()).isLessThan(last.bottom());
                }
            }
        }
    }

    @Test
    void a_tidy_scene_has_its_one_object_in_the_middle_and_several_in_quarters() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < SIZE; i++) {
            Scene scene = TRAINING.scene(i);
            List<Box> boxes = Placement.of(scene, SceneLayout.TIDY, random);
            boolean middle = boxes.size() == 1 || boxes.get(0).overlaps(boxes.get(1));
            assertThat(boxes).allSatisfy(box -> {
                assertThat(away(box.left() + box.size() / 2, middle)).isLessThan(0.1);
                assertThat(away(box.top() + box.size() / 2, middle)).isLessThan(0.1);
            });
        }
    }

    /** From the middle of the canvas, or from that of the nearer half. */
    private static double away(double coordinate, boolean middle) {
        double offset = Math.abs(coordinate - 0.5);
        return middle ? offset : Math.abs(offset - 0.24);
    }

    @Test
    void captions_do_not_depend_on_where_objects_lie() {
        Scenes tidy = new Scenes(1, SIZE, SIDE, false, SceneLayout.TIDY, new NoisePictures(20, 32, 10));
        Scenes free = new Scenes(1, SIZE, SIDE, false, SceneLayout.FREE, new NoisePictures(20, 32, 10));

        for (int i = 0; i < SIZE; i++) {
            assertThat(tidy.caption(i)).isEqualTo(free.caption(i));
        }
    }

    @Test
    void captions_tell_the_relation_in_its_direction_in_several_ways() {
        Scene scene = new Scene.Pair(
                new SceneObject(Colour.RED, Thing.STAR), Relation.LEFT_OF, new SceneObject(Colour.BLUE, Thing.HEART));
        Set<String> told = new LinkedHashSet<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200; i++) {
            told.add(Wording.of(scene, random).replaceFirst("^(a picture of|there is) ", ""));
        }
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "a red star left of a blue heart",
                        "a red star to the left of a blue heart",
                        "a blue heart right of a red star",
                        "a blue heart to the right of a red star");
    }

    @Test
    void captions_are_of_few_words_and_short() {
        List<String> captions =
                IntStream.range(0, SIZE).mapToObj(TRAINING::caption).toList();
        WordVocabulary vocabulary = WordVocabulary.of(captions, Integer.MAX_VALUE, 24);
        assertThat(vocabulary.words()).hasSizeBetween(50, 80).contains("red", "crosses", "3s", "inside");
        assertThat(captions)
                .allSatisfy(
                        caption -> assertThat(vocabulary.tokens(caption).ids()).hasSizeBetween(4, 24));
    }

    @Test
    void a_picture_shows_its_colour() {
        for (int i = 0; i < 50; i++) {
            Scene scene = TRAINING.scene(i);
            if (scene instanceof Scene.Alike alike && !alike.object().thing().isDigit()) {
                float[] values = pixels(TRAINING, i);
                int[] rgb = {
                    alike.object().colour().rgb().getRed(),
                    alike.object().colour().rgb().getGreen(),
                    alike.object().colour().rgb().getBlue()
                };
                assertThat(nearest(values, rgb)).as(TRAINING.caption(i)).isLessThan(0.4);
            }
        }
    }

    /** How near the picture's nearest pixel is to a colour, its worst channel. */
    private static double nearest(float[] values, int[] rgb) {
        double nearest = Double.MAX_VALUE;
        int plane = SIDE * SIDE;
        for (int i = 0; i < plane; i++) {
            double worst = 0;
            for (int channel = 0; channel < 3; channel++) {
                worst = Math.max(worst, Math.abs(values[channel * plane + i] - (rgb[channel] / 127.5 - 1)));
            }
            nearest = Math.min(nearest, worst);
        }
        return nearest;
    }

    private static float[] pixels(Scenes scenes, int index) {
        float[] values = new float[scenes.values()];
        scenes.read(index, values, 0);
        return values;
    }
}
