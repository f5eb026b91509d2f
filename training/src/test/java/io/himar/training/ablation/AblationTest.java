package io.himar.training.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.ModelConfig;
import io.himar.training.config.TrainingConfig;
import io.himar.training.config.TrainingConfigReader;
import io.himar.training.data.PictureSets;
import io.himar.training.data.SplitPictures;
import io.himar.training.evaluation.ClassifierTrainer;
import io.himar.training.evaluation.Evaluation;
import io.himar.training.run.ChosenDevice;
import io.himar.training.run.TinyRun;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AblationTest {
    private static final List<Design> DESIGNS = List.of(Design.SINGLE_SCALE, Design.FULL);
    private static final List<Long> SEEDS = List.of(1L, 2L);

    @TempDir
    private Path directory;

    private TrainingConfig config;
    private SplitPictures pictures;
    private Path classifier;

    @BeforeEach
    void makePicturesAndJudge() throws Exception {
        TinyRun tiny = new TinyRun(directory);
        config = TrainingConfigReader.read(tiny.configFile());
        config = config.withData(config.data().withPath(tiny.pictures().toString()));
        ChosenDevice.use(config);
        pictures = PictureSets.open(tiny.pictures(), PictureSets.Wanted.by(config, null), line -> {});
        classifier = directory.resolve("classifier.safetensors");
        judge(1);
        // The autoencoder's folder is a model's: vae.safetensors, which the tiny run made, beside config.json.
        Path autoencoder = Files.createDirectories(directory.resolve("autoencoder"));
        Files.copy(directory.resolve("vae.safetensors"), autoencoder.resolve("vae.safetensors"));
        Files.writeString(autoencoder.resolve("config.json"), config.model().toJson());
    }

    @Test
    void every_design_and_seed_is_trained_judged_and_put_beside_the_papers_figures() throws Exception {
        run(4);
        List<String> csv = Files.readAllLines(out("ablation.csv"));
        assertThat(csv).hasSize(5);
        assertThat(csv.subList(1, 5))
                .extracting(row -> row.substring(0, row.indexOf(',') + 2))
                .containsExactly("single-scale,1", "single-scale,2", "full,1", "full,2");
        assertThat(csv.get(1)).endsWith(",208,2.31").contains(",9,");
        assertThat(csv.get(4)).endsWith(",242,1.93");
        assertThat(Files.readAllLines(out("ablation.md")))
                .hasSize(4)
                .anyMatch(row -> row.startsWith("| single scale (MAR) | ") && row.endsWith(" | 208 | 2.31 |"))
                .anyMatch(row -> row.endsWith(" | 242 | 1.93 |"));
    }

    @Test
    void finished_runs_are_skipped_and_missing_reports_are_made() throws Exception {
        run(4);
        byte[] kept = Files.readAllBytes(out("full-seed-1/report.json"));
        Files.delete(out("full-seed-2/report.json"));
        assertThat(run(4)).doesNotContain("network");
        assertThat(Files.readAllBytes(out("full-seed-1/report.json"))).isEqualTo(kept);
        assertThat(out("full-seed-2/report.json")).isNotEmptyFile();
    }

    @Test
    void reports_of_another_judge_are_made_anew() throws Exception {
        run(4);
        byte[] kept = Files.readAllBytes(out("full-seed-1/report.json"));
        judge(2);
        assertThat(run(4)).doesNotContain("network");
        assertThat(Files.readAllBytes(out("full-seed-1/report.json"))).isNotEqualTo(kept);
    }

    @Test
    void a_folder_of_another_budget_is_not_mixed_in() {
        run(4);
        assertThatThrownBy(() -> run(5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("single-scale-seed-1 holds a run of other settings");
    }

    @Test
    void the_runs_differ_in_design_and_seed_alone() {
        AblationPlan plan = plan(4);
        TrainingConfig one = plan.config(Design.VISUAL_TOKENS, 1);
        TrainingConfig two = plan.config(Design.TRANSFORMER_IN_BOTH, 2);
        assertThat(one.model().variant()).isEqualTo(Design.VISUAL_TOKENS.variant());
        assertThat(two.model().variant()).isEqualTo(Design.TRANSFORMER_IN_BOTH.variant());
        assertThat(two.seed()).isEqualTo(2);
        assertThat(two.network()).isEqualTo(one.network());
        assertThat(two.data()).isEqualTo(one.data());
        assertThat(two.model().sampling()).isEqualTo(one.model().sampling());
        // Half of the steps, of the warm-up of 3 and of the condition's warm-up of 4.
        assertThat(one.network().optimizer().steps()).isEqualTo(4);
        assertThat(one.network().optimizer().warmUpSteps()).isEqualTo(1);
        assertThat(one.network().conditionWarmUpSteps()).isEqualTo(2);
    }

    @Test
    void a_single_scale_model_takes_a_step_a_dense_token_up_to_64() {
        ModelConfig model = plan(4).config(Design.SINGLE_SCALE, 1).model();
        assertThat(model.denseTokens()).isEqualTo(16);
        assertThat(model.sampling().refine().steps()).isEqualTo(16);
    }

    @Test
    void a_step_curve_has_every_number_of_steps_that_a_model_has_tokens_for_and_goes_on_where_it_was()
            throws Exception {
        run(4);
        List<Path> models = List.of(out("single-scale-seed-1/model"), out("full-seed-1/model"));
        List<String> csv = curve(models);
        // The full model's own steps are 4 and 4: one point of both curves.
        assertThat(csv.subList(1, csv.size()))
                .extracting(row -> row.replaceAll(",[0-9a-f]{32},(\\d+,\\d+),.*", " $1"))
                .containsExactly(
                        "single-scale 0,1", "single-scale 0,4", "full 4,1", "full 4,4", "full 1,4", "full 2,4");
        assertThat(operations(csv.get(1))).isLessThan(operations(csv.get(2)));
        assertThat(operations(csv.get(5))).isLessThan(operations(csv.get(6)));
        assertThat(out("curve/steps.png")).isNotEmptyFile();
        assertThat(curve(models)).isEqualTo(csv);
    }

    private void judge(long seed) {
        var judge = new ClassifierTrainer(pictures.training(), new ClassifierTrainer.Recipe(3, 8, 8, 1, seed));
        judge.train((steps, figures) -> {});
        judge.write(classifier);
    }

    private static double operations(String row) {
        return Double.parseDouble(row.split(",", -1)[4]);
    }

    private List<String> curve(List<Path> models) throws Exception {
        var evaluation = new Evaluation(classifier, pictures, new Evaluation.Settings(9, 1, 9, 2, 10, null));
        new StepCurve(evaluation, out("curve"), new PrintStream(new ByteArrayOutputStream()))
                .run(models, new StepCurve.Steps(List.of(1, 2, 64), List.of(1, 4, 64)));
        return Files.readAllLines(out("curve/steps.csv"));
    }

    private String run(int steps) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        var evaluation = new Evaluation(classifier, pictures, new Evaluation.Settings(9, 1, 9, 2, 10, null));
        new Ablation(plan(steps), pictures, evaluation, new PrintStream(told, true, StandardCharsets.UTF_8), false)
                .run(DESIGNS, SEEDS);
        return told.toString(StandardCharsets.UTF_8);
    }

    private AblationPlan plan(int steps) {
        return new AblationPlan(config, out(""), directory.resolve("autoencoder"), steps);
    }

    private Path out(String file) {
        return directory.resolve("ablation").resolve(file);
    }
}
