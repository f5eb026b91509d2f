package io.himar.reliability.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CourseTest {
    private static final double RAMP_AT = 100;

    @Test
    void a_burst_comes_at_once_and_nothing_before_it() {
        assertThat(Course.due(Course.BURST_AT - 1, RAMP_AT)).isZero();
        assertThat(Course.due(Course.BURST_AT, RAMP_AT)).isEqualTo(Course.BURST);
        assertThat(Course.due(RAMP_AT, RAMP_AT)).isEqualTo(Course.BURST);
    }

    @Test
    void the_pace_rises_to_its_end_and_then_there_is_silence() {
        double end = RAMP_AT + Course.RAMP_LENGTH;

        assertThat(Course.due(end, RAMP_AT) - Course.due(end - 1, RAMP_AT)).isCloseTo(Course.RAMP_RATE, within(0.1));
        assertThat(Course.due(end + 100, RAMP_AT)).isEqualTo(Course.due(end, RAMP_AT));
    }

    @Test
    void the_pace_begins_to_rise_once_after_the_burst_is_done() {
        Course course = new Course(request -> {});
        course.goOn(Course.BURST_AT);

        course.saw(idle(50));
        course.saw(idle(55));

        assertThat(course.phase(59)).isEqualTo(Phase.BURST);
        assertThat(course.phase(61)).isEqualTo(Phase.RAMP);
        assertThat(course.phase(60 + Course.RAMP_LENGTH)).isEqualTo(Phase.SILENCE);
    }

    private static Sample idle(double at) {
        StageSample nothing = new StageSample(0, 0, 0, 0, 0, 0);
        return new Sample(at, Phase.BURST, nothing, nothing);
    }
}
