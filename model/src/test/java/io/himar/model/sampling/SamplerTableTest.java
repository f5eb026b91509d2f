package io.himar.model.sampling;

import static io.himar.model.sampling.SamplerColumn.DEVIATION;
import static io.himar.model.sampling.SamplerColumn.FROM_PREVIOUS_X0;
import static io.himar.model.sampling.SamplerColumn.FROM_X;
import static io.himar.model.sampling.SamplerColumn.FROM_X0;
import static io.himar.model.sampling.SamplerColumn.LOG_VARIANCE_MAX;
import static io.himar.model.sampling.SamplerColumn.LOG_VARIANCE_MIN;
import static io.himar.model.sampling.SamplerColumn.NOISE_SCALE;
import static io.himar.model.sampling.SamplerColumn.NOISE_TO_X0;
import static io.himar.model.sampling.SamplerColumn.SIGNAL;
import static io.himar.model.sampling.SamplerColumn.T;
import static io.himar.model.sampling.SamplerColumn.X_TO_X0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SamplerTableTest {

    private static final Offset<Double> EXACT = within(1e-3);

    @Test
    void the_first_row_is_the_noisiest_step_and_the_last_adds_no_noise() {
        SamplerTable table = SamplerTable.pivot(SamplerKind.DDPM, 100, 0.9f);
        assertThat(table.noiseTensors()).isEqualTo(101);
        assertThat(value(table, 0, T)).isEqualTo(999);
        assertThat(value(table, 0, NOISE_SCALE)).isEqualTo(0.9f);
        assertThat(value(table, 99, T)).isZero();
        assertThat(value(table, 99, NOISE_SCALE)).isZero();
    }

    @Test
    void the_released_ancestral_sampler_learns_its_variance_in_the_pivot_stage_only() {
        SamplerTable pivot = SamplerTable.pivot(SamplerKind.DDPM, 100, 1);
        SamplerTable refine = SamplerTable.refine(SamplerKind.DDPM, 100, 1);
        assertThat(value(pivot, 40, LOG_VARIANCE_MAX)).isGreaterThan(value(pivot, 40, LOG_VARIANCE_MIN));
        assertThat(value(refine, 40, LOG_VARIANCE_MAX))
                .isEqualTo(value(refine, 40, LOG_VARIANCE_MIN))
                .isEqualTo(value(pivot, 40, LOG_VARIANCE_MAX));
    }

    @ParameterizedTest
    @EnumSource
    void a_perfect_prediction_of_the_noise_ends_at_the_data(SamplerKind sampler) {
        SamplerTable table = SamplerTable.of(DiffusionSchedule.cosine().respaced(50), sampler, false, 0);
        double data = 0.7;
        double x = 1.3;
        double before = 0;
        for (int row = 0; row < table.steps(); row++) {
            double noise = (x - value(table, row, SIGNAL) * data) / value(table, row, DEVIATION);
            double x0 = value(table, row, X_TO_X0) * x - value(table, row, NOISE_TO_X0) * noise;
            x = value(table, row, FROM_X) * x
                    + value(table, row, FROM_X0) * x0
                    + value(table, row, FROM_PREVIOUS_X0) * before;
            before = x0;
        }
        assertThat(x).isCloseTo(data, EXACT);
    }

    /** For gaussian data of variance v the best noise prediction is known, and the flow maps x to a multiple of it. */
    @Test
    void the_second_order_solver_is_closer_to_the_exact_flow_than_the_first_order_one() {
        double variance = 0.25;
        double ddim = Math.abs(flow(SamplerKind.DDIM, 20, variance) - Math.sqrt(variance));
        double solver = Math.abs(flow(SamplerKind.DPM_SOLVER_PP_2M, 20, variance) - Math.sqrt(variance));
        assertThat(solver).isLessThan(ddim / 2);
        assertThat(flow(SamplerKind.DPM_SOLVER_PP_2M, 200, variance)).isCloseTo(Math.sqrt(variance), within(0.005));
    }

    @Test
    void deterministic_samplers_need_the_initial_noise_only() {
        assertThat(SamplerTable.refine(SamplerKind.DDIM, 20, 1).noiseTensors()).isEqualTo(1);
        assertThat(SamplerTable.refine(SamplerKind.DDIM_ETA_1, 20, 1).noiseTensors())
                .isEqualTo(21);
    }

    @Test
    void few_step_samplers_begin_at_step_994_and_the_released_one_at_999() {
        for (SamplerKind sampler : SamplerKind.values()) {
            SamplerTable table = SamplerTable.pivot(sampler, 20, 1);
            assertThat(value(table, 0, T)).isEqualTo(sampler == SamplerKind.DDPM ? 999 : 994);
        }
    }

    @Test
    void the_truncated_ancestral_sampler_is_the_released_one_on_the_steps_of_the_few_step_samplers() {
        SamplerTable truncated = SamplerTable.pivot(SamplerKind.DDPM_TRUNCATED, 20, 1);
        SamplerTable eta1 = SamplerTable.pivot(SamplerKind.DDIM_ETA_1, 20, 1);
        SamplerTable released =
                SamplerTable.of(DiffusionSchedule.cosine().withSteps(stepsOf(eta1)), SamplerKind.DDPM, true, 1);
        assertThat(truncated.values()).isEqualTo(released.values());
    }

    private static int[] stepsOf(SamplerTable table) {
        return IntStream.range(0, table.steps())
                .map(i -> (int) value(table, table.steps() - 1 - i, T))
                .toArray();
    }

    /** DDIM's equation 12: sigma is that of eta 1, and x0 and the noise direction share what is left. */
    @Test
    void ddim_with_eta_1_takes_the_posteriors_step() {
        SamplerTable table = SamplerTable.pivot(SamplerKind.DDIM_ETA_1, 20, 1);
        int row = 7;
        double alpha = value(table, row, SIGNAL);
        double sigma = value(table, row, DEVIATION);
        double alphaNext = value(table, row + 1, SIGNAL);
        double sigmaNext = value(table, row + 1, DEVIATION);
        double drawn = sigmaNext / sigma * Math.sqrt(1 - alpha * alpha / (alphaNext * alphaNext));
        double ofNoise = Math.sqrt(sigmaNext * sigmaNext - drawn * drawn);
        assertThat(Math.exp(value(table, row, LOG_VARIANCE_MAX) / 2)).isCloseTo(drawn, within(1e-5));
        assertThat(value(table, row, LOG_VARIANCE_MIN)).isEqualTo(value(table, row, LOG_VARIANCE_MAX));
        assertThat((double) value(table, row, FROM_X)).isCloseTo(ofNoise / sigma, within(1e-5));
        assertThat((double) value(table, row, FROM_X0)).isCloseTo(alphaNext - alpha * ofNoise / sigma, within(1e-5));
    }

    @ParameterizedTest
    @EnumSource
    void a_table_can_be_made_of_every_number_of_steps_that_its_sampler_admits_and_of_no_other(SamplerKind sampler) {
        for (int steps : new int[] {sampler.leastDenoisingSteps(), sampler.mostDenoisingSteps()}) {
            assertThat(sampler.admits(steps)).isTrue();
            assertThat(SamplerTable.refine(sampler, steps, 1).steps()).isEqualTo(steps);
        }
        for (int steps : new int[] {sampler.leastDenoisingSteps() - 1, sampler.mostDenoisingSteps() + 1}) {
            assertThat(sampler.admits(steps)).isFalse();
            assertThatThrownBy(() -> SamplerTable.refine(sampler, steps, 1))
                    .hasMessage("denoisingSteps: " + steps + " (expected: " + sampler.denoisingSteps() + ")");
        }
    }

    @Test
    void the_columns_have_places_of_their_own_from_0_on() {
        assertThat(SamplerColumn.values())
                .extracting(SamplerColumn::index)
                .containsExactly(
                        IntStream.range(0, SamplerTable.COLUMNS).boxed().toArray(Integer[]::new));
    }

    @Test
    void absurd_arguments_are_refused_by_name() {
        assertThatThrownBy(() -> SamplerTable.pivot(SamplerKind.DDPM, 1, 1)).hasMessageContaining("denoisingSteps: 1");
        assertThatThrownBy(() -> SamplerTable.pivot(SamplerKind.DDPM, 100, Float.NaN))
                .hasMessageContaining("temperature: NaN");
    }

    private static double flow(SamplerKind sampler, int steps, double variance) {
        SamplerTable table = SamplerTable.refine(sampler, steps, 1);
        double x = 1;
        double before = 0;
        for (int row = 0; row < table.steps(); row++) {
            double alpha = value(table, row, SIGNAL);
            double sigma = value(table, row, DEVIATION);
            double noise = sigma * x / (alpha * alpha * variance + sigma * sigma);
            double x0 = value(table, row, X_TO_X0) * x - value(table, row, NOISE_TO_X0) * noise;
            x = value(table, row, FROM_X) * x
                    + value(table, row, FROM_X0) * x0
                    + value(table, row, FROM_PREVIOUS_X0) * before;
            before = x0;
        }
        return x;
    }

    private static float value(SamplerTable table, int row, SamplerColumn column) {
        return table.values()[row * SamplerTable.COLUMNS + column.index()];
    }
}
