package io.himar.model;

/**
 * The diffusion head of stage 1 as published: residual MLP blocks, each token alone (paper section 3.4, MAR's head).
 * Its condition is the sum of time and backbone output, turned into shift, scale and gate of every block. It also
 * learns the variance.
 */
public final class MlpHead implements DiffusionHead {
    private final Parameters parameters;
    private final TimeEmbedding timeEmbedding;
    private final int depth;
    private final int width;
    private final int channels;
    private final double epsilon;

    /** @param parameters holding the head, in a published model {@code diffloss.net} */
    public MlpHead(Ops ops, Parameters parameters, ModelConfig config) {
        this.parameters = parameters;
        this.timeEmbedding = new TimeEmbedding(ops, parameters.in("time_embed"));
        this.depth = config.difflossD();
        this.width = config.difflossW();
        this.channels = config.channels();
        this.epsilon = config.layerNormEps();
    }

    @Override
    public boolean joint() {
        return false;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public Tensor time(Tensor t) {
        return timeEmbedding.forward(t);
    }

    @Override
    public Tensor condition(Tensor z) {
        return parameters.linear("cond_embed", z);
    }

    @Override
    public Prediction predict(Tensor x, Tensor time, Tensor condition) {
        Tensor y = time.plus(condition).silu();
        Tensor h = parameters.linear("input_proj", x);
        for (int i = 0; i < depth; i++) {
            h = block(parameters.in("res_blocks." + i), h, y);
        }
        Modulation last = new Modulation(parameters.linear("final_layer.adaLN_modulation.1", y), width);
        Tensor out = parameters.linear("final_layer.linear", last.apply(h.layerNorm(null, null, epsilon), 0, 1));
        return new Prediction(out.slice(2, 0, channels), out.slice(2, channels, 2L * channels));
    }

    private Tensor block(Parameters block, Tensor h, Tensor y) {
        Modulation modulation = new Modulation(block.linear("adaLN_modulation.1", y), width);
        Tensor hidden = modulation.apply(block.layerNorm("in_ln", h, epsilon), 0, 1);
        Tensor change = block.linear("mlp.2", block.linear("mlp.0", hidden).silu());
        return h.plus(modulation.piece(2).times(change));
    }
}
