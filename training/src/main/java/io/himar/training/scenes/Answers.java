package io.himar.training.scenes;

import java.util.Map;

/**
 * Answers to questions about a picture.
 *
 * @param given by question; one that is not there is left open
 */
public record Answers(Map<Question, Integer> given) {
    public Answers {
        given = Map.copyOf(given);
    }

    /** Whether the other answers say the same to each question that is answered here. */
    boolean agree(Answers other) {
        return given.entrySet().stream()
                .allMatch(answer -> answer.getValue().equals(other.given().get(answer.getKey())));
    }

    /** Whether the other answers say the same to this question, where it is answered here. */
    boolean agree(Answers other, Question question) {
        return agree(question, other, question);
    }

    /** Whether others say to one question what is said here to another, where it is answered here. */
    private boolean agree(Question own, Answers other, Question others) {
        return !given.containsKey(own) || given.get(own).equals(other.given().get(others));
    }

    /** Whether both questions are answered alike, in this order or in the other one. */
    boolean agreeInAnyOrder(Answers other, Question first, Question second) {
        boolean inOrder = agree(other, first) && agree(other, second);
        boolean crosswise = given.containsKey(second) && agree(first, other, second) && agree(second, other, first);
        return inOrder || crosswise;
    }

    /** How many of the four answers about two objects agree, if the first is taken for the first. */
    int agreeingInOrder(Answers other) {
        return agreeing(
                agree(other, Question.FIRST_THING),
                agree(other, Question.FIRST_COLOUR),
                agree(other, Question.SECOND_THING),
                agree(other, Question.SECOND_COLOUR));
    }

    /** How many of them agree if the first is taken for the second. */
    int agreeingCrosswise(Answers other) {
        return agreeing(
                agree(Question.FIRST_THING, other, Question.SECOND_THING),
                agree(Question.FIRST_COLOUR, other, Question.SECOND_COLOUR),
                agree(Question.SECOND_THING, other, Question.FIRST_THING),
                agree(Question.SECOND_COLOUR, other, Question.FIRST_COLOUR));
    }

    private static int agreeing(boolean... all) {
        int count = 0;
        for (boolean each : all) {
            count += each ? 1 : 0;
        }
        return count;
    }
}
