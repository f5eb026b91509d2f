package io.himar.training.scenes;

import java.util.List;

/** What a judge is asked about every picture. Each question has a fixed number of answers, counted from 0. */
public enum Question {
    /** One, two or three alike; or two objects that differ. */
    KIND(Scene.Alike.MOST + 1),
    /** Of two objects that differ, how the first lies to the second: left of it, above it or inside it. */
    RELATION(Relation.ALL.size() - 1),
    /** The object; of two, the one that lies left, above or inside. */
    FIRST_THING(Thing.ALL.size()),
    FIRST_COLOUR(Colour.ALL.size()),
    SECOND_THING(Thing.ALL.size()),
    SECOND_COLOUR(Colour.ALL.size());

    public static final List<Question> ALL = List.of(values());

    private final int answers;

    Question(int answers) {
        this.answers = answers;
    }

    public int answers() {
        return answers;
    }

    /** The answers of all questions together. */
    public static int allAnswers() {
        return ALL.stream().mapToInt(Question::answers).sum();
    }
}
