package io.himar.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SamplerNamesTest {
    private static final StageSettings EXACT = StageSettings.newBuilder()
            .setSampler(Sampler.DDIM)
            .setDenoisingSteps(20)
            .build();

    @Test
    void settings_that_leave_nothing_out_need_the_sampler_alone() {
        assertThat(SamplerNames.needed(EXACT, false)).isEqualTo("DDIM");
        assertThat(SamplerNames.needed(
                        EXACT.toBuilder()
                                .setLastDenoisingSteps(20)
                                .setUnguidedBelow(1)
                                .setOrder(TokenOrder.RANDOM)
                                .setGuidanceRefresh(1)
                                .build(),
                        false))
                .isEqualTo("DDIM");
    }

    @Test
    void settings_that_leave_work_out_need_what_older_versions_take_for_another_sampler() {
        assertThat(Stream.of(
                        EXACT.toBuilder().setLastDenoisingSteps(8).build(),
                        EXACT.toBuilder().setUnguidedBelow(1.2f).build(),
                        EXACT.toBuilder().setOrder(TokenOrder.CHECKERBOARD).build()))
                .allSatisfy(settings -> {
                    String needed = SamplerNames.needed(settings, false);
                    assertThat(needed).isEqualTo("DDIM LEAVING_OUT");
                    assertThat(Sampler.getDescriptor().findValueByName(needed)).isNull();
                    assertThat(SamplerNames.known(Stream.of("DDIM", "DDPM"))).contains(needed);
                    assertThat(SamplerNames.sampler(needed)).isEqualTo("DDIM");
                });
    }

    @Test
    void a_difference_that_several_steps_go_by_needs_what_older_versions_take_for_another_sampler() {
        StageSettings refreshing = EXACT.toBuilder().setGuidanceRefresh(2).build();
        StageSettings falling = refreshing.toBuilder().setLastDenoisingSteps(8).build();
        assertThat(SamplerNames.needed(refreshing, false)).isEqualTo("DDIM REFRESHING_GUIDANCE");
        assertThat(SamplerNames.needed(falling, true)).isEqualTo("DDIM LEAVING_OUT REFRESHING_GUIDANCE PROMPT");
        assertThat(SamplerNames.known(Stream.of("DDIM")))
                .contains(SamplerNames.needed(refreshing, false), SamplerNames.needed(falling, true))
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(SamplerNames.sampler(name)).isEqualTo("DDIM"));
    }

    @Test
    void a_prompt_needs_what_older_versions_take_for_another_sampler_whatever_else_it_needs() {
        StageSettings falling = EXACT.toBuilder().setLastDenoisingSteps(8).build();
        assertThat(SamplerNames.needed(EXACT, true)).isEqualTo("DDIM PROMPT");
        assertThat(SamplerNames.needed(falling, true)).isEqualTo("DDIM LEAVING_OUT PROMPT");
        assertThat(SamplerNames.known(Stream.of("DDIM")))
                .contains(SamplerNames.needed(EXACT, true), SamplerNames.needed(falling, true))
                .allSatisfy(name -> assertThat(SamplerNames.sampler(name)).isEqualTo("DDIM"));
    }
}
