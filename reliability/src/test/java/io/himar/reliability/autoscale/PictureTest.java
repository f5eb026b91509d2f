package io.himar.reliability.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PictureTest {
    private static final StageSample SOME = new StageSample(50, 8, 12.5, 2, 2, 1);
    private static final List<Sample> SAMPLES = List.of(
            new Sample(0, Phase.BURST, SOME, SOME),
            new Sample(30.5, Phase.RAMP, SOME, SOME),
            new Sample(61, Phase.SILENCE, SOME, SOME));

    @Test
    void phases_are_named_where_they_begin() {
        String svg = Picture.of(List.of(new Panel("stage 1", SAMPLES, Sample::pivot, 61)));

        assertThat(svg)
                .containsSubsequence(">burst<", ">rising pace<", ">silence<")
                .contains("x1=\"230.0\"");
    }

    @Test
    void numbers_are_written_alike_wherever_it_is_drawn() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(Sample.parse(Sample.lines(SAMPLES))).isEqualTo(SAMPLES);
            assertThat(new Panel("stage 1", SAMPLES, Sample::pivot, 61).svg()).doesNotContainPattern("\"\\d+,\\d+\"");
        } finally {
            Locale.setDefault(before);
        }
    }
}
