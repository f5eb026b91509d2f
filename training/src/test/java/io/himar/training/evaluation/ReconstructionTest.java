package io.himar.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.training.autoencoder.Autoencoders;
import io.himar.training.config.TrainingConfig;
import io.himar.training.config.TrainingConfigReader;
import io.himar.training.data.PictureSets;
import io.himar.training.data.SplitPictures;
import io.himar.training.generation.Generator;
import io.himar.training.run.TinyRun;
import io.himar.training.torch.Initializer;
import io.himar.training.torch.TrainableParameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconstructionTest {

    @TempDir
    private Path directory;

    private SplitPictures pictures;
    private ModelConfig model;

    @BeforeEach
    void makePictures() {
        TinyRun tiny = new TinyRun(directory);
        TrainingConfig config = TrainingConfigReader.read(tiny.configFile());
        model = config.model();
        pictures = PictureSets.open(tiny.pictures(), PictureSets.Wanted.by(config, null), line -> {});
    }

    @Test
    void what_an_untrained_autoencoder_gives_back_is_judged_far_from_the_pictures_that_it_was_given() throws Exception {
        var judge = new ClassifierTrainer(pictures.training(), new ClassifierTrainer.Recipe(3, 8, 8, 1, 1));
        judge.train((steps, figures) -> {});
        Path classifier = directory.resolve("classifier.safetensors");
        judge.write(classifier);
        var settings = new Evaluation.Settings(3, 1, 3, 2, 10, null);
        Report report = new Evaluation(classifier, pictures, settings)
                .run(generator(), model.sampling(), done -> {})
                .report();

        assertThat(report.reconstructed().frechet().value())
                .isGreaterThan(2 * report.real().frechet().value());
        assertThat(report.describe().lines().skip(1))
                .first()
                .asString()
                .containsSubsequence("generated", "held-out real", "the same, reconstructed");
        assertThatAReportWithoutItCanBeRead(report);
    }

    private void assertThatAReportWithoutItCanBeRead(Report report) throws Exception {
        Path file = directory.resolve("report.json");
        ReportFile.write(file, report);
        assertThat(ReportFile.read(file)).isEqualTo(report);
        Files.writeString(file, Files.readString(file).replaceAll("(?s)\"reconstructed\" : \\{.*?\\}\\s*\\},\\s*", ""));
        Report before = ReportFile.read(file);
        assertThat(before.reconstructed()).isNull();
        assertThat(before.describe()).containsPattern("recall, % .* -\\R");
    }

    private Generator generator() {
        var specs = HiMarParameters.of(model);
        var network = TrainableParameters.of(specs, Initializer.draw(specs, new SplittableRandom(1)));
        return new Generator(model, network, Autoencoders.load(directory.resolve("vae.safetensors"), model));
    }
}
