package io.himar.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.training.config.SceneLayout;
import io.himar.training.data.NoisePictures;
import io.himar.training.scenes.Answers;
import io.himar.training.scenes.Asked;
import io.himar.training.scenes.Factor;
import io.himar.training.scenes.Question;
import io.himar.training.scenes.SceneKind;
import io.himar.training.scenes.Scenes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SceneJudgeTest {
    private static final NoisePictures DIGITS = new NoisePictures(20, 32, 10);
    private static final int SIDE = 16;

    @TempDir
    private Path folder;

    @Test
    void a_judge_learns_and_its_file_answers_every_question() {
        SceneJudgeTrainer trainer = new SceneJudgeTrainer(DIGITS, new SceneJudgeTrainer.Recipe(SIDE, 8, 32, 100, 1));
        List<Double> losses = new ArrayList<>();
        trainer.train((steps, figures) -> losses.add(figures.get("loss")));
        assertThat(mean(losses.subList(90, 100))).isLessThan(0.95 * losses.get(0));

        Path file = folder.resolve("judge.safetensors");
        trainer.write(file);
        SceneJudge judge = SceneJudgeFile.read(file);
        assertThat(judge.side()).isEqualTo(SIDE);
        Scenes scenes = new Scenes(2, 10, SIDE, false, SceneLayout.FREE, DIGITS);
        assertThat(judge.answers(scenes.range(0, 10)))
                .hasSize(10)
                .allSatisfy(answers -> assertThat(answers.given()).containsOnlyKeys(Question.values()));
        assertThat(judge.answers(scenes.range(3, 5)))
                .as("whatever is judged together")
                .isEqualTo(judge.answers(scenes.range(0, 10)).subList(3, 5));
    }

    @Test
    void the_judge_that_ships_knows_shapes_in_every_colour_number_and_relation() {
        SceneJudge shipped = SceneJudgeFile.read(Path.of("../weights/scenes-judge/judge.safetensors"));
        Scenes scenes = new Scenes(5, 1000, shipped.side(), true, SceneLayout.FREE, DIGITS);
        int[] shapes = IntStream.range(0, scenes.size())
                .filter(i -> scenes.asked(i).right().get(0).given().entrySet().stream()
                        .filter(answer ->
                                answer.getKey() == Question.FIRST_THING || answer.getKey() == Question.SECOND_THING)
                        .allMatch(answer -> answer.getValue() >= 10))
                .toArray();
        List<Asked> asked = IntStream.of(shapes).mapToObj(scenes::asked).toList();
        SceneScore score = SceneScore.of(asked, shipped.answers(scenes.batch(shapes)), new Bootstrap(10, 1));
        assertThat(shapes).hasSizeGreaterThan(100);
        assertThat(score.factors().get(Factor.EVERYTHING).value()).isGreaterThan(0.95);
    }

    @Test
    void a_file_of_something_else_is_no_judge_of_scenes() {
        Path digits = Path.of("../weights/digits-classifier/classifier.safetensors");
        assertThatThrownBy(() -> SceneEvaluation.checkJudge(digits, 48))
                .hasMessage(digits + " is no judge of scenes (expected: a file that the command judge made)");
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> SceneEvaluation.checkJudge(none, 48))
                .hasMessage("there is no judge of scenes " + none);
    }

    @Test
    void right_answers_score_everything_and_those_of_other_prompts_little() {
        Scenes scenes = new Scenes(3, 200, SIDE, true, SceneLayout.FREE, DIGITS);
        List<Asked> asked = IntStream.range(0, 200).mapToObj(scenes::asked).toList();
        List<Answers> right = asked.stream().map(SceneJudgeTest::complete).toList();
        List<Answers> others = IntStream.range(0, 200)
                .mapToObj(i -> right.get((i + 100) % 200))
                .toList();
        Bootstrap bootstrap = new Bootstrap(50, 1);

        SceneScore score = SceneScore.of(asked, right, bootstrap);
        assertThat(score.factors()).containsOnlyKeys(Factor.values());
        assertThat(score.factors().values())
                .allSatisfy(share -> assertThat(share.value()).isOne());
        assertThat(score.everything()).containsOnlyKeys(SceneKind.values());
        SceneScore floor = SceneScore.of(asked, others, bootstrap);
        assertThat(floor.factors().get(Factor.EVERYTHING).value()).isLessThan(0.05);
        assertThat(floor.factors().get(Factor.COUNT).value()).isBetween(0.2, 0.6);
    }

    private static Answers complete(Asked asked) {
        Map<Question, Integer> given = new EnumMap<>(Question.class);
        Question.ALL.forEach(question -> given.put(question, 0));
        given.putAll(asked.right().get(0).given());
        return new Answers(given);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
