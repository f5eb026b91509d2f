package io.himar.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.training.config.SceneLayout;
import io.himar.training.data.NoisePictures;
import io.himar.training.generation.CaptionContexts;
import io.himar.training.generation.Generator;
import io.himar.training.scenes.Asked;
import io.himar.training.scenes.Factor;
import io.himar.training.scenes.Question;
import io.himar.training.scenes.SceneKind;
import io.himar.training.scenes.Scenes;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The model of scenes that ships. Its card has the figures; this is what no later change may lose. */
class ShippedScenesTest {
    private static final Path MODEL = Path.of("../weights/scenes");
    private static final int PROMPTS = 24;
    private static final int DIGITS = 10;

    @Test
    void one_shape_is_drawn_as_its_prompt_says_far_more_often_than_by_chance() {
        SceneJudge judge = SceneJudgeFile.read(Path.of("../weights/scenes-judge/judge.safetensors"));
        Scenes scenes = new Scenes(5, 1000, judge.side(), false, SceneLayout.TIDY, new NoisePictures(20, 32, DIGITS));
        int[] shapes = IntStream.range(0, scenes.size())
                .filter(i -> scenes.asked(i).kind() == SceneKind.ONE_OBJECT
                        && scenes.asked(i).right().get(0).given().get(Question.FIRST_THING) >= DIGITS)
                .limit(PROMPTS)
                .toArray();
        List<String> prompts = IntStream.of(shapes).mapToObj(scenes::caption).toList();
        List<Asked> asked = IntStream.of(shapes).mapToObj(scenes::asked).toList();
        Generator generator = Generator.load(MODEL);
        DrawnScenes drawn = new DrawnScenes(
                judge,
                generator,
                CaptionContexts.load(MODEL),
                new SceneEvaluation.Settings(PROMPTS, 1, PROMPTS, 10, null),
                count -> {});

        DrawnScenes.Drawn pictures =
                drawn.of(prompts, "shapes", 0, generator.config().sampling());
        SceneScore score = SceneScore.of(asked, pictures.answers(), new Bootstrap(10, 1));

        assertThat(score.factors().get(Factor.COLOURS).value()).isGreaterThan(0.6);
        assertThat(score.factors().get(Factor.EVERYTHING).value()).isGreaterThan(0.4);
    }
}
