package io.himar.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SamplingOperationsTest {
    /**
     * Width 32, 4 low-resolution and 16 dense tokens of 4 channels, 4 buffer slots; every count below is written out.
     */
    private static final String MODEL = """
            {
              "name": "counted", "img_size": 32, "vae_stride": 8, "patch_size": 1, "vae_embed_dim": 4,
              "cond_scale": 2, "cond_dim": 4, "encoder_embed_dim": 32, "encoder_depth": 1, "encoder_num_heads": 2,
              "decoder_embed_dim": 32, "decoder_depth": 1, "decoder_num_heads": 2, "mlp_ratio": 4, "buffer_size": 4,
              "class_num": 3, "diffloss_d": 1, "diffloss_w": 16, "gdm_d": 1, "gdm_w": 16, "gdm_heads": 2,
              "gdm_mlp_ratio": 4, "layer_norm_eps": 1e-6,
              "vae": {"ch": 32, "ch_mult": [1, 1, 1, 1], "num_res_blocks": 1, "z_channels": 4, "embed_dim": 4},
              "sampling": {
                "pivot": {"steps": 1, "guidance": 3, "guidance_schedule": "linear", "sampler": "ddim",
                  "denoising_steps": 10, "temperature": 1},
                "refine": {"steps": 1, "guidance": 3, "guidance_schedule": "linear", "sampler": "ddim",
                  "denoising_steps": 5, "temperature": 1}
              }
            }
            """;

    private static final double BLOCK = 2 * (3 + 1 + 4 + 4) * 32 * 32;

    @Test
    void one_step_of_each_stage_is_what_its_products_add_up_to() {
        double decoder = 24 * BLOCK + 4 * 24 * 24 * 32;
        // Stage 1: the class slots alone are known; 4 tokens are denoised on their own.
        double pivot = 4 * (BLOCK + 2 * 32 * 32) + 4 * 4 * 4 * 32 + decoder;
        double mlpToken = 2 * (4 * 16 + (1 + 1 + 3) * 16 * 16 + 2 * 16 * 16 + 16 * 8);
        double mlpHead = 4 * 2 * 32 * 16 + 10 * 4 * mlpToken;
        // Stage 2: 4 condition tokens beside the class; all 16 tokens are denoised together.
        double refine = 4 * 2 * 32 * 32 + 8 * (BLOCK + 2 * 32 * 32) + 4 * 8 * 8 * 32 + decoder;
        double token = 2 * (4 * 16 + (3 + 1 + 4 + 4 + 6) * 16 * 16 + 2 * 16 * 16 + 16 * 4);
        double transformerHead = 16 * 2 * 32 * 16 + 5 * (16 * token + 4 * 16 * 16 * 16);
        assertThat(operations(MODEL)).isCloseTo(2 * (pivot + mlpHead + refine + transformerHead), offset(0.5));
    }

    @Test
    void the_unconditional_branch_of_a_head_counts_where_it_is_computed() {
        String seldom = MODEL.replace("\"denoising_steps\": 5,", "\"denoising_steps\": 5, \"guidance_refresh\": 3,");
        SamplingOperations counted = new SamplingOperations(model(MODEL));
        // Of five denoising steps the first and the fourth compute both branches; a step counts both.
        assertThat(operations(MODEL) - operations(seldom))
                .isCloseTo(3 * counted.headStep(Stage.REFINE, 16) / 2, offset(0.5));
    }

    @Test
    void a_single_scale_model_has_neither_stage_1_nor_its_slots() {
        ObjectNode model = (ObjectNode) JsonMapper.shared().readTree(MODEL);
        model.putObject("variant")
                .put("guidance", "none")
                .put("refine_head", "mlp")
                .put("scale_vector", false);
        double backbone = 4 * (BLOCK + 2 * 32 * 32) + 4 * 4 * 4 * 32 + 20 * BLOCK + 4 * 20 * 20 * 32;
        double mlpToken = 2 * (4 * 16 + (1 + 1 + 3) * 16 * 16 + 2 * 16 * 16 + 16 * 8);
        double head = 16 * 2 * 32 * 16 + 5 * 16 * mlpToken;
        assertThat(operations(model.toString())).isCloseTo(2 * (backbone + head), offset(0.5));
    }

    @Test
    void a_backbone_pass_and_a_denoising_step_are_counted_on_their_own_in_both_branches() {
        SamplingOperations counted = new SamplingOperations(model(MODEL));
        double decoder = 24 * BLOCK + 4 * 24 * 24 * 32;
        // 3 of the 4 low-resolution tokens are known.
        double pivot = 3 * 2 * 4 * 32 + 7 * (BLOCK + 2 * 32 * 32) + 4 * 7 * 7 * 32 + decoder;
        assertThat(counted.backbone(Stage.PIVOT, 3)).isCloseTo(2 * pivot, offset(0.5));
        double mlpToken = 2 * (4 * 16 + (1 + 1 + 3) * 16 * 16 + 2 * 16 * 16 + 16 * 8);
        assertThat(counted.headStep(Stage.PIVOT, 3)).isCloseTo(2 * 3 * mlpToken, offset(0.5));
        double token = 2 * (4 * 16 + (3 + 1 + 4 + 4 + 6) * 16 * 16 + 2 * 16 * 16 + 16 * 4);
        assertThat(counted.headStep(Stage.REFINE, 16)).isCloseTo(2 * (16 * token + 4 * 16 * 16 * 16), offset(0.5));
    }

    @Test
    void the_base_model_as_published_takes_about_39_tera_operations() {
        ModelConfig base = PublishedModels.find("himar-base-256").orElseThrow();
        // model.md, section 9, without decoding; it counts conditions in every denoising step, hence the two per cent.
        assertThat(SamplingOperations.perImage(base, base.sampling())).isCloseTo(38.81e12, withPercentage(2));
    }

    @Test
    void without_guidance_one_branch_is_counted_and_of_a_ladder_each_rung() {
        SamplingOperations counted = new SamplingOperations(model(MODEL));
        ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(MODEL);
        ObjectNode pivot = (ObjectNode) tree.at("/sampling/pivot");
        ObjectNode refine = (ObjectNode) tree.at("/sampling/refine");
        refine.put("guidance", 1);
        double refined = operations(tree.toString());
        pivot.put("guidance", 1);
        double one = counted.backbone(Stage.PIVOT, 0) / 2 + 4 * 2 * 32 * 16 + 10 * counted.headStep(Stage.PIVOT, 4) / 2;
        double all = operations(tree.toString());
        assertThat(refined - all).isCloseTo(one, offset(0.5));

        pivot.put("steps", 4).put("denoising_steps", 8);
        double same = operations(tree.toString());
        pivot.put("last_denoising_steps", 2);
        // Rungs of 8, 5, 3 and 2 in place of four times 8.
        assertThat(same - operations(tree.toString()))
                .isCloseTo((0 + 3 + 5 + 6) * counted.headStep(Stage.PIVOT, 1) / 2, offset(0.5));
    }

    private static double operations(String json) {
        ModelConfig model = model(json);
        return SamplingOperations.perImage(model, model.sampling());
    }

    private static ModelConfig model(String json) {
        return ModelConfig.parse("counted", json.getBytes(StandardCharsets.UTF_8));
    }
}
