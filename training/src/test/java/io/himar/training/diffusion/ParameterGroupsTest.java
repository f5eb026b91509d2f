package io.himar.training.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.HiMarParameters;
import io.himar.training.Golden;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ParameterGroupsTest {

    @Test
    void matrices_and_tables_of_the_backbone_decay_and_nothing_else() {
        Set<String> decaying = HiMarParameters.of(Golden.config()).stream()
                .filter(ParameterGroups::decays)
                .map(spec -> spec.name().replaceAll("\\.\\d+\\.", ".N."))
                .collect(Collectors.toSet());

        assertThat(decaying)
                .contains(
                        "class_emb.weight",
                        "mask_token",
                        "encoder_pos_embed_learned",
                        "z_proj.weight",
                        "cond_z_proj.weight",
                        "encoder_task_emb.weight",
                        "encoder_blocks.N.adaLN_scale",
                        "decoder_blocks.N.attn.qkv.weight",
                        "decoder_blocks.N.mlp.fc2.weight")
                .noneMatch(name -> name.endsWith(".bias"))
                .noneMatch(name -> name.contains("norm") || name.contains("_ln"))
                .noneMatch(name -> name.contains("diffloss"));
        assertThat(HiMarParameters.of(Golden.config()))
                .filteredOn(spec -> spec.name().contains("diffloss"))
                .hasSizeGreaterThan(20);
        assertThat(HiMarParameters.of(Golden.config()))
                .filteredOn(spec -> !spec.trained())
                .isNotEmpty()
                .noneMatch(ParameterGroups::decays);
    }
}
