package io.himar.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.TokenOrder;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StageSamplingTest {
    private final StageSampling plan = new StageSampling(
            8, 3f, GuidanceSchedule.LINEAR, SamplerKind.DDIM_ETA_1, 20, 0.9f, 5, 1.2f, TokenOrder.CHECKERBOARD, 4);

    @Test
    void a_copy_with_one_setting_changed_keeps_the_others() {
        Stream.<UnaryOperator<StageSampling>>of(
                        stage -> stage.withSteps(4).withSteps(plan.steps()),
                        stage -> stage.withGuidance(7f).withGuidance(plan.guidance()),
                        stage -> stage.withUnguidedBelow(1f).withUnguidedBelow(plan.unguidedBelow()),
                        stage -> stage.withGuidanceRefresh(1).withGuidanceRefresh(plan.guidanceRefresh()))
                .forEach(there -> assertThat(there.apply(plan)).isEqualTo(plan));
    }

    @Test
    void a_copy_has_the_setting_that_it_was_given() {
        assertThat(plan.withSteps(4).steps()).isEqualTo(4);
        assertThat(plan.withGuidance(7f).guidance()).isEqualTo(7f);
        assertThat(plan.withUnguidedBelow(1.5f).unguidedBelow()).isEqualTo(1.5f);
        assertThat(plan.withGuidanceRefresh(2).guidanceRefresh()).isEqualTo(2);
    }
}
