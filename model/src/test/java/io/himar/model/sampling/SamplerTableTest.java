package io.himar.model.sampling;

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
        assertThat(value(table, 0, 0)).isEqualTo(999);
        assertThat(value(table, 0, 6)).isEqualTo(0.9f);
        assertThat(value(table, 99, 0)).isZero();
        assertThat(value(table, 99, 6)).isZero();
    }

    @Test
    void the_released_ancestral_sampler_learns_its_variance_in_the_pivot_stage_only() {
        SamplerTable pivot = SamplerTable.pivot(SamplerKind.DDPM, 100, 1);
        SamplerTable refine = SamplerTable.refine(SamplerKind.DDPM, 100, 1);
        assertThat(value(pivot, 40, 7)).isGreaterThan(value(pivot, 40, 8));
        assertThat(value(refine, 40, 7)).isEqualTo(value(refine, 40, 8)).isEqualTo(value(pivot, 40, 7));
    }

    @ParameterizedTest
    @EnumSource
    void a_perfect_prediction_of_the_noise_ends_at_the_data(SamplerKind sampler) {
        SamplerTable table = SamplerTable.of(DiffusionSchedule.cosine().respaced(50), sampler, false, 0);
        double data = 0.7;
        double x = 1.3;
        double before = 0;
        for (int row = 0; row < table.steps(); row++) {
            double noise = (x - value(table, row, 9) * data) / value(table, row, 10);
            double x0 = value(table, row, 1) * x - value(table, row, 2) * noise;
            x = value(table, row, 3) * x + value(table, row, 4) * x0 + value(table, row, 5) * before;
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
            assertThat(value(table, 0, 0)).isEqualTo(sampler == SamplerKind.DDPM ? 999 : 994);
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
                .map(i -> (int) value(table, table.steps() - 1 - i, 0))
                .toArray();
    }

    /** DDIM's equation 12: sigma is that of eta 1, and x0 and the noise direction share what is left. */
    @Test
    void ddim_with_eta_1_takes_the_posteriors_step() {
        SamplerTable table = SamplerTable.pivot(SamplerKind.DDIM_ETA_1, 20, 1);
        int row = 7;
        double alpha = value(table, row, 9);
        double sigma = value(table, row, 10);
        double alphaNext = value(table, row + 1, 9);
        double sigmaNext = value(table, row + 1, 10);
        double drawn = sigmaNext / sigma * Math.sqrt(1 - alpha * alpha / (alphaNext * alphaNext));
        double ofNoise = Math.sqrt(sigmaNext * sigmaNext - drawn * drawn);
        assertThat(Math.exp(value(table, row, 7) / 2)).isCloseTo(drawn, within(1e-5));
        assertThat(value(table, row, 8)).isEqualTo(value(table, row, 7));
        assertThat((double) value(table, row, 3)).isCloseTo(ofNoise / sigma, within(1e-5));
        assertThat((double) value(table, row, 4)).isCloseTo(alphaNext - alpha * ofNoise / sigma, within(1e-5));
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
            double alpha = value(table, row, 9);
            double sigma = value(table, row, 10);
            double noise = sigma * x / (alpha * alpha * variance + sigma * sigma);
            double x0 = value(table, row, 1) * x - value(table, row, 2) * noise;
            x = value(table, row, 3) * x + value(table, row, 4) * x0 + value(table, row, 5) * before;
            before = x0;
        }
        return x;
    }

    private static float value(SamplerTable table, int row, int column) {
        return table.values()[row * SamplerTable.COLUMNS + column];
    }
}
