package io.himar.model;

/**
 * The diffusion head of stage 2 as published: a small diffusion Transformer over all positions of its stage, so that
 * tokens predicted in one step agree with one another (paper section 3.4). Modulation differs by position, the
 * backbone's output being part of it. The variance is fixed.
 */
public final class TransformerHead implements DiffusionHead {
    private final Ops ops;
    private final Parameters parameters;
    private final TimeEmbedding timeEmbedding;
    private final ModelConfig config;
    private final int tokens;
    private final int width;
    private final double epsilon;

    /**
     * The head of the dense tokens.
     *
     * @param parameters holding {@code cond_diffloss.net}
     */
    public TransformerHead(Ops ops, Parameters parameters, ModelConfig config) {
        this(ops, parameters, config, config.denseTokens());
    }

    /**
     * @param parameters holding the head
     * @param tokens of its stage
     */
    TransformerHead(Ops ops, Parameters parameters, ModelConfig config, int tokens) {
        this.tokens = tokens;
        this.ops = ops.withoutDropout();
        this.parameters = parameters;
        this.timeEmbedding = new TimeEmbedding(ops, parameters.in("t_embedder"));
        this.config = config;
        this.width = config.gdmW();
        this.epsilon = config.layerNormEps();
    }

    @Override
    public boolean joint() {
        return true;
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
        return pointwise("c_embedder.proj", z, config.width());
    }

    @Override
    public Prediction predict(Tensor x, Tensor time, Tensor condition) {
        Tensor c = time.plus(condition).silu();
        Tensor h = pointwise("x_embedder.proj", x, config.channels()).plus(parameters.get("pos_embed"));
        for (int i = 0; i < config.gdmD(); i++) {
            h = block(parameters.in("blocks." + i), h, c);
        }
        Modulation last = new Modulation(parameters.linear("final_layer.adaLN_modulation.1", c), width);
        Tensor out = parameters.linear("final_layer.linear", last.apply(h.layerNorm(null, null, epsilon), 0, 1));
        return new Prediction(out, null);
    }

    private Tensor block(Parameters block, Tensor h, Tensor c) {
        Modulation modulation = new Modulation(block.linear("adaLN_modulation.1", c), width);
        SelfAttention attention = new SelfAttention(ops, block.in("attn"), config.gdmHeads(), width);
        Tensor attended =
                attention.forward(modulation.apply(h.layerNorm(null, null, epsilon), 0, 1), Slots.all(tokens), null);
        Tensor mixed = h.plus(modulation.piece(2).times(attended));
        Tensor normed = modulation.apply(mixed.layerNorm(null, null, epsilon), 3, 4);
        Tensor transformed =
                block.linear("mlp.fc2", block.linear("mlp.fc1", normed).geluTanh());
        return mixed.plus(modulation.piece(5).times(transformed));
    }

    /** A 1x1 convolution of the checkpoint, [w,in,1,1], as the linear layer that it is. */
    private Tensor pointwise(String name, Tensor x, int in) {
        Tensor weight = parameters.get(name + ".weight").reshape(width, in);
        return x.linear(weight, parameters.get(name + ".bias"));
    }
}
