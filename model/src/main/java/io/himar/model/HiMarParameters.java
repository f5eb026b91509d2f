package io.himar.model;

import io.himar.model.ParameterSpec.Initial;
import java.util.ArrayList;
import java.util.List;

/**
 * Every parameter of a Hi-MAR network: what a checkpoint must hold and how training starts (model.md, sections 3, 4).
 */
public final class HiMarParameters {
    private static final Initial ZERO = new Initial.Constant(0);
    private static final Initial ONE = new Initial.Constant(1);
    private static final Initial SMALL = new Initial.Normal(0.02);

    private final ModelConfig config;
    private final List<ParameterSpec> specs = new ArrayList<>();

    private HiMarParameters(ModelConfig config) {
        this.config = config;
    }

    public static List<ParameterSpec> of(ModelConfig config) {
        HiMarParameters parameters = new HiMarParameters(config);
        parameters.backbone();
        if (config.variant().hierarchical()) {
            parameters.head(Stage.PIVOT, config.lowSide());
        }
        parameters.head(Stage.REFINE, config.denseSide());
        return List.copyOf(parameters.specs);
    }

    private void backbone() {
        long d = config.width();
        long c = config.channels();
        SequenceLayout layout = SequenceLayout.of(config);
        long stages = layout.stages();
        boolean hierarchical = config.variant().hierarchical();
        boolean text = config.conditioning() == Conditioning.TEXT;
        if (!text) {
            add("fake_latent", SMALL, 1, d);
        }
        if (hierarchical) {
            add("cond_tokens", SMALL, 1, config.lowTokens(), c);
        }
        add("mask_token", SMALL, 1, stages * layout.tokens(), d);
        add("encoder_pos_embed_learned", SMALL, 1, stages * layout.slots(), d);
        add("decoder_pos_embed_learned", SMALL, 1, stages * layout.slots(), d);
        add("diffusion_pos_embed_learned", SMALL, 1, layout.tokens(), d);
        if (text) {
            linear("text_proj", config.text().width(), d);
        } else {
            add("class_emb.weight", SMALL, config.classNum(), d);
        }
        linear("z_proj", c, d);
        if (hierarchical) {
            linear("cond_proj", c, d);
            linear("cond_z_proj", config.conditionWidth(), d);
        }
        linear("decoder_embed", d, d);
        norm("z_proj_ln", d);
        half("encoder", config.encoderDepth(), d);
        half("decoder", config.decoderDepth(), d);
    }

    private void half(String name, int depth, long d) {
        norm(name + "_norm", d);
        boolean scaleVector = config.variant().scaleVector();
        if (scaleVector) {
            add(name + "_task_emb.weight", new Initial.Normal(1), 2, d);
            linear(name + "_blocks_ada.1", d, 4 * d);
        }
        for (int i = 0; i < depth; i++) {
            String block = name + "_blocks." + i;
            if (scaleVector) {
                add(block + ".adaLN_scale", ZERO, 2, 1, 1, 4 * d);
                add(block + ".adaLN_shift", new Initial.OpenGates(d), 2, 1, 1, 4 * d);
            }
            norm(block + ".norm1", d);
            norm(block + ".norm2", d);
            attentionAndMlp(block, d, config.mlpRatio());
        }
    }

    private void attentionAndMlp(String block, long width, int ratio) {
        linear(block + ".attn.qkv", width, 3 * width);
        linear(block + ".attn.proj", width, width);
        linear(block + ".mlp.fc1", width, ratio * width);
        linear(block + ".mlp.fc2", ratio * width, width);
    }

    private void head(Stage stage, int side) {
        String net = DiffusionHead.prefix(stage) + ".";
        switch (config.variant().head(stage)) {
            case MLP -> mlpHead(net);
            case TRANSFORMER -> transformerHead(net, side);
        }
    }

    private void mlpHead(String net) {
        long w = config.difflossW();
        timeMlp(net + "time_embed", w);
        linear(net + "cond_embed", config.width(), w);
        linear(net + "input_proj", config.channels(), w);
        for (int i = 0; i < config.difflossD(); i++) {
            String block = net + "res_blocks." + i;
            norm(block + ".in_ln", w);
            linear(block + ".mlp.0", w, w);
            linear(block + ".mlp.2", w, w);
            zeroLinear(block + ".adaLN_modulation.1", w, 3 * w);
        }
        zeroLinear(net + "final_layer.adaLN_modulation.1", w, 2 * w);
        zeroLinear(net + "final_layer.linear", w, 2L * config.channels());
    }

    private void transformerHead(String net, int side) {
        long w = config.gdmW();
        long positions = (long) side * side;
        add(net + "pos_embed", new Initial.PositionTable(side, config.gdmW()), 1, positions, w);
        add(net + "c_pos_embed", new Initial.Unused(), 1, positions, w);
        add(net + "x_embedder.proj.weight", new Initial.Xavier(config.channels(), w), w, config.channels(), 1, 1);
        add(net + "x_embedder.proj.bias", ZERO, w);
        add(net + "c_embedder.proj.weight", new Initial.Uniform(config.width()), w, config.width(), 1, 1);
        add(net + "c_embedder.proj.bias", new Initial.Uniform(config.width()), w);
        timeMlp(net + "t_embedder", w);
        for (int i = 0; i < config.gdmD(); i++) {
            String block = net + "blocks." + i;
            attentionAndMlp(block, w, config.gdmMlpRatio());
            zeroLinear(block + ".adaLN_modulation.1", w, 6 * w);
        }
        zeroLinear(net + "final_layer.adaLN_modulation.1", w, 2 * w);
        zeroLinear(net + "final_layer.linear", w, config.channels());
    }

    private void timeMlp(String name, long w) {
        add(name + ".mlp.0.weight", SMALL, w, 256);
        add(name + ".mlp.0.bias", ZERO, w);
        add(name + ".mlp.2.weight", SMALL, w, w);
        add(name + ".mlp.2.bias", ZERO, w);
    }

    private void linear(String name, long in, long out) {
        add(name + ".weight", new Initial.Xavier(in, out), out, in);
        add(name + ".bias", ZERO, out);
    }

    private void zeroLinear(String name, long in, long out) {
        add(name + ".weight", ZERO, out, in);
        add(name + ".bias", ZERO, out);
    }

    private void norm(String name, long width) {
        add(name + ".weight", ONE, width);
        add(name + ".bias", ZERO, width);
    }

    private void add(String name, Initial initial, long... shape) {
        specs.add(ParameterSpec.of(name, initial, shape));
    }
}
