package io.himar.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.himar.model.SamplingDefaults;
import io.himar.model.StageSampling;
import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.SamplerKind;
import io.himar.training.TestPictures;
import io.himar.training.data.PictureSet;
import io.himar.training.data.PictureSets;
import io.himar.training.data.SplitPictures;
import io.himar.training.inception.InceptionNetwork;
import io.himar.training.inception.SyntheticInception;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InceptionJudgeTest {

    @TempDir
    private Path folder;

    @Test
    void pictures_of_the_reference_itself_lie_at_no_distance_and_others_at_some() {
        SplitPictures real = PictureSets.open(
                TestPictures.write(folder, 6, 16), new PictureSets.Wanted(16, 3, 1, 64, null), line -> {});
        PictureSet training = real.training();
        InceptionNetwork network = SyntheticInception.network();
        List<Integer> told = new ArrayList<>();
        InceptionJudge judge = InceptionJudge.from(network, training, told::add);
        assertThat(told).containsExactly(12);

        InceptionFeatures seen = judge.collector(12);
        try (PointerScope scope = new PointerScope()) {
            seen.add(training.range(0, 5));
            seen.add(training.range(5, 12));
        }
        InceptionReport report = judge.report(seen, real.heldOut(), new Bootstrap(2, 1));
        assertThat(report.reference()).isEqualTo("the 12 training pictures");
        assertThat(report.generated().pictures()).isEqualTo(12);
        assertThat(report.real().pictures()).isEqualTo(6);
        assertThat(report.real().fid().value()).isGreaterThan(10);
        assertThat(report.real().fid().low()).isLessThan(report.real().fid().value());
        assertThat(report.generated().fid().value())
                .isCloseTo(0, within(1e-4 * report.real().fid().value()));
        assertThat(report.generated().inceptionScore().mean()).isBetween(1.0, 2.0);
        // Six pictures have no ten parts.
        assertThat(report.real().inceptionScore()).isNull();
        assertThatTheReportSays(report);
    }

    private void assertThatTheReportSays(InceptionReport inception) {
        Estimate some = new Estimate(0.5, 0.4, 0.6);
        Report.Quality quality = new Report.Quality(some, some, some, some);
        var stage = new StageSampling(2, 3, GuidanceSchedule.LINEAR, SamplerKind.DDIM, 20, 1);
        var sampling = new SamplingDefaults(stage, stage);
        Report report = new Report(
                "judge", 12, 1, sampling, 1, quality, some, quality, quality, List.of(), 0.1, 0.1, inception);
        assertThat(report.describe().lines())
                .anyMatch(line ->
                        line.matches("FID of 8-bit RGB pictures +-?0\\.\\d{3} \\(.*\\) +\\d+\\.\\d{3} \\(.*\\)"))
                .anyMatch(line -> line.matches("Inception Score, 10 parts +1\\.\\d{3} \\(deviation 0\\.\\d{3}\\) +-"))
                .anyMatch(line -> line.matches("pictures of both +12 +6"))
                .anyMatch(line -> line.matches("FID is from +the 12 training pictures"));
        Path file = folder.resolve("report.json");
        ReportFile.write(file, report);
        assertThat(file).content().contains("\"inception_score\" : {", "\"fid\" : {");
        assertThat(ReportFile.read(file)).isEqualTo(report);
    }
}
