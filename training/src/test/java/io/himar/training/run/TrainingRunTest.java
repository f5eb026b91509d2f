package io.himar.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.himar.model.AutoencoderParameters;
import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.model.ParameterSpec;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.training.TestPictures;
import io.himar.training.config.TrainingConfigReader;
import io.himar.training.file.Weights;
import io.himar.training.loop.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
    @TempDir
    private Path directory;

    @Test
    void a_short_run_lowers_the_loss_of_stage_1_to_half_and_that_of_stage_2_to_nine_tenths() throws Exception {
        new TinyRun(directory)
                .with("/network", "dropout", "0.0")
                .with("/network/optimizer", "steps", "60")
                .with("/run", "log_every", "10")
                .train(run());
        List<double[]> rows = rows(run().resolve("network.csv"));
        assertThat(rows).hasSize(6);
        double[] first = rows.get(0);
        double[] last = rows.get(5);
        assertThat(last[4]).as("pivot_loss").isLessThan(0.5 * first[4]);
        assertThat(last[5]).as("refine_loss").isLessThan(0.9 * first[5]);
    }

    @Test
    void a_run_ends_with_everything_that_is_needed_to_serve_and_to_understand_it() throws Exception {
        String told = new TinyRun(directory)
                .with("", "autoencoder", "{\"optimizer\": {\"steps\": 4, \"batch_size\": 4, \"learning_rate\": 0.001}}")
                .with("/run", "samples_every", "4")
                .train(run());
        ModelConfig served = ModelConfig.read(run().resolve("model/config.json"));
        assertThat(served.labels()).isEqualTo(TestPictures.CLASSES);
        assertThat(served.latentScale()).isNotEqualTo(1.0).isPositive();
        assertThat(told).contains("latent scale", "network 8 of 8", "pivot_loss", "refine_loss", "0:00:00 left");
        for (String file : List.of(
                "model/model.safetensors",
                "model/vae.safetensors",
                "data.json",
                "loss.png",
                "samples/step-0000004.png",
                "samples/step-0000008.png",
                "autoencoder.csv")) {
            assertThat(run().resolve(file)).as(file).isNotEmptyFile();
        }
        assertThat(Files.readString(run().resolve("network.csv")))
                .startsWith("step,images_per_second,gradient,learning_rate,pivot_loss,refine_loss\n");
        assertThat(TrainingConfigReader.read(run().resolve("config.json"))
                        .network()
                        .refineWeight())
                .isEqualTo(0.75);
    }

    @Test
    void a_resumed_run_ends_with_the_weights_of_one_that_was_never_stopped() throws Exception {
        TinyRun tiny = new TinyRun(directory);
        Path whole = directory.resolve("whole");
        tiny.train(whole);
        tiny.with("/network/optimizer", "steps", "5").train(run());
        tiny.with("/network/optimizer", "steps", "8").resume(run());
        assertThat(run().resolve("model/model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("model/model.safetensors"));
        assertThat(run().resolve("checkpoint.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("checkpoint.safetensors"));
        assertThat(rows(run().resolve("network.csv")))
                .extracting(row -> row[0])
                .containsExactly(1., 2., 3., 4., 5., 6., 7., 8.);
    }

    @Test
    void a_resumed_autoencoder_ends_with_the_weights_of_one_that_was_never_stopped() throws Exception {
        String recipe =
                "{\"optimizer\": {\"steps\": %d, \"batch_size\": 4, \"learning_rate\": 0.001, \"warm_up_steps\": 2}}";
        TinyRun tiny = new TinyRun(directory).with("/network/optimizer", "steps", "1");
        Path whole = directory.resolve("whole");
        tiny.with("", "autoencoder", String.format(recipe, 6)).train(whole);
        tiny.with("", "autoencoder", String.format(recipe, 4)).train(run());
        Files.delete(run().resolve("vae.safetensors"));
        Files.delete(run().resolve("checkpoint.safetensors"));
        tiny.with("", "autoencoder", String.format(recipe, 6)).resume(run());
        assertThat(run().resolve("vae.safetensors")).hasSameBinaryContentAs(whole.resolve("vae.safetensors"));
        assertThat(run().resolve("model/model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("model/model.safetensors"));
    }

    @Test
    void another_seed_or_number_of_loader_threads_changes_the_weights_or_does_not() throws Exception {
        TinyRun tiny = new TinyRun(directory);
        tiny.train(directory.resolve("one"));
        tiny.with("/data", "loader_threads", "1").train(directory.resolve("two"));
        tiny.with("", "seed", "2").train(directory.resolve("three"));
        byte[] one = Files.readAllBytes(directory.resolve("one/model/model.safetensors"));
        assertThat(Files.readAllBytes(directory.resolve("two/model/model.safetensors")))
                .isEqualTo(one);
        assertThat(Files.readAllBytes(directory.resolve("three/model/model.safetensors")))
                .isNotEqualTo(one);
    }

    @Test
    void a_loss_that_is_not_finite_stops_the_run_and_keeps_the_last_good_checkpoint() throws Exception {
        TinyRun tiny = new TinyRun(directory);
        tiny.with("/network/optimizer", "steps", "3").train(run());
        byte[] good = Files.readAllBytes(run().resolve("checkpoint.safetensors"));
        tiny.with("/network/optimizer", "steps", "8")
                .with("/network/optimizer", "learning_rate", "1e30")
                .with("/network/optimizer", "warm_up_steps", "0");
        assertThatThrownBy(() -> tiny.resume(run()))
                .isInstanceOf(TrainingStoppedException.class)
                .hasMessageMatching(
                        "stopped at step [4-6]: (pivot_loss|refine_loss|the gradient's norm) is (NaN|Infinity)"
                                + " \\(expected: a finite number\\); the last checkpoint, after step 3, is kept in .*");
        assertThat(Files.readAllBytes(run().resolve("checkpoint.safetensors"))).isEqualTo(good);
    }

    @Test
    void a_run_that_begins_with_given_weights_goes_on_from_where_they_are() throws Exception {
        TinyRun tiny = new TinyRun(directory);
        tiny.with("/network/optimizer", "steps", "30").train(directory.resolve("first"));
        tiny.with("/network", "weights", "\"first/model/model.safetensors\"")
                .with("/network/optimizer", "steps", "1")
                .with("/network/optimizer", "learning_rate", "1e-12")
                .train(run());
        var specs = HiMarParameters.of(ModelConfig.read(run().resolve("model/config.json")));
        var given = Weights.read(directory.resolve("first/model/model.safetensors"), specs);
        Weights.read(run().resolve("model/model.safetensors"), specs)
                .forEach((name, values) -> assertThat(values).as(name).containsExactly(given.get(name), within(1e-6f)));
    }

    @Test
    void a_decoder_that_is_trained_alone_improves_and_leaves_the_latents_as_they_are() throws Exception {
        Path before = directory.resolve("vae.safetensors");
        new TinyRun(directory)
                .with("", "autoencoder", """
                        {"weights": "vae.safetensors", "train": "decoder",
                         "optimizer": {"steps": 30, "batch_size": 8, "learning_rate": 0.003, "warm_up_steps": 3, "weight_decay": 0.1}}
                        """)
                .with("/network/optimizer", "steps", "1")
                .train(run());
        ModelConfig.Vae vae = ModelConfig.read(run().resolve("model.json")).vae();
        List<ParameterSpec> specs = AutoencoderParameters.of(vae);
        Map<String, float[]> given = Weights.read(before, specs);
        Map<String, float[]> trained = Weights.read(run().resolve("vae.safetensors"), specs);
        for (ParameterSpec spec : specs) {
            boolean same = Arrays.equals(given.get(spec.name()), trained.get(spec.name()));
            assertThat(same).as(spec.name()).isEqualTo(AutoencoderParameters.encodes(spec));
        }
        List<double[]> rows = rows(run().resolve("autoencoder.csv"));
        assertThat(rows.get(rows.size() - 1)[6]).as("mse").isLessThan(0.9 * rows.get(0)[6]);
        assertThat(ModelConfig.read(run().resolve("model.json")).latentScale())
                .isEqualTo(ModelConfig.read(Path.of("src/test/resources/tiny-model.json"))
                        .latentScale());
    }

    @Test
    void a_run_may_gather_condition_tokens_over_steps_and_train_stage_1_through_them() throws Exception {
        TinyRun tiny = new TinyRun(directory)
                .with("/network", "condition_warm_up_steps", "0")
                .with("/network", "condition_rate", "1")
                .with("/network", "dropout", "0.0");
        Path published = directory.resolve("published");
        Path gathered = directory.resolve("gathered");
        Path joint = directory.resolve("joint");
        tiny.train(published);
        tiny.with("/network", "condition_steps", "3").train(gathered);
        tiny.with("/network", "condition_gradient", "true").train(joint);
        List<double[]> one = rows(published.resolve("network.csv"));
        List<double[]> two = rows(gathered.resolve("network.csv"));
        List<double[]> three = rows(joint.resolve("network.csv"));
        // The first step has the same weights and draws; its heads are still zero, so that nothing depends on
        // conditions.
        assertThat(two.get(0)[4]).as("pivot_loss").isEqualTo(one.get(0)[4]);
        assertThat(two.get(7)[5]).as("refine_loss").isNotEqualTo(one.get(7)[5]);
        assertThat(three.get(7)[4]).as("pivot_loss").isNotEqualTo(two.get(7)[4]);
    }

    @Test
    void weights_of_another_shape_are_refused_before_anything_is_trained() {
        TinyRun tiny = new TinyRun(directory);
        tiny.train(directory.resolve("first"));
        tiny.with("/network", "weights", "\"first/model/model.safetensors\"").with("/model", "gdm_w", "64");
        assertThatThrownBy(() -> tiny.train(run()))
                .hasMessageMatching(
                        "the weights .*model.safetensors: .* has shape \\[.*\\] \\(expected: \\[.*64.*\\]\\)");
        assertThat(run().resolve("config.json")).doesNotExist();
    }

    @Test
    void other_pictures_than_those_of_the_beginning_are_refused() throws Exception {
        TinyRun tiny = new TinyRun(directory);
        tiny.train(run());
        Files.delete(tiny.pictures().resolve("disc/00.png"));
        assertThatThrownBy(() -> tiny.resume(run()))
                .hasMessageContaining("are not those that the run began with: fingerprint ");
    }

    @Test
    void a_folder_that_holds_a_run_is_not_written_over() {
        TinyRun tiny = new TinyRun(directory);
        tiny.train(run());
        assertThatThrownBy(() -> tiny.train(run())).hasMessageContaining("--resume " + run());
    }

    @Test
    void a_checkpoint_of_another_network_is_refused() {
        TinyRun tiny = new TinyRun(directory);
        tiny.train(run());
        tiny.with("/model", "gdm_w", "64");
        assertThatThrownBy(() -> tiny.resume(run()))
                .hasMessageMatching("the checkpoint holds \\d+ values \\(expected: .*");
    }

    @Test
    void bfloat16_training_follows_single_precision_closely() throws Exception {
        TinyRun tiny = new TinyRun(directory).with("/network", "dropout", "0.0");
        tiny.train(directory.resolve("single"));
        tiny.with("", "precision", "\"bfloat16\"").train(directory.resolve("half"));
        List<double[]> single = rows(directory.resolve("single/network.csv"));
        List<double[]> half = rows(directory.resolve("half/network.csv"));
        assertThat(half).isNotEqualTo(single);
        for (int i = 0; i < single.size(); i++) {
            assertThat(half.get(i)[4]).isCloseTo(single.get(i)[4], org.assertj.core.data.Percentage.withPercentage(5));
            assertThat(half.get(i)[5]).isCloseTo(single.get(i)[5], org.assertj.core.data.Percentage.withPercentage(5));
        }
        try (SafetensorsFile kept = SafetensorsFile.open(directory.resolve("half/checkpoint.safetensors"))) {
            assertThat(kept.tensor("parameters").dtype().name()).isEqualTo("F32");
        }
    }

    private Path run() {
        return directory.resolve("run");
    }

    private static List<double[]> rows(Path csv) throws IOException {
        return Files.readAllLines(csv).stream()
                .skip(1)
                .map(row -> Arrays.stream(row.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
    }
}
