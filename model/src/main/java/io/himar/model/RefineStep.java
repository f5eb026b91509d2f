package io.himar.model;

/**
 * One autoregressive step of stage 2: the backbone on condition tokens and dense tokens under both classes, then the
 * Transformer head's denoising loop over all positions. This is the served graph {@code NAME-refine}.
 */
public final class RefineStep {
    private final Ops ops;
    private final ModelConfig config;
    private final Backbone backbone;
    private final TransformerHead head;

    public RefineStep(Ops ops, Parameters parameters, ModelConfig config) {
        this.ops = ops;
        this.config = config;
        this.backbone = new Backbone(ops, parameters, config);
        this.head = new TransformerHead(ops, parameters.in("cond_diffloss.net"), config);
    }

    /**
     * @param tokens [B,Nl,C]
     * @param known boolean [B,Nl]
     * @param condition [B,Ns,D], stage 1's condition tokens
     * @param classId int64 [B,1], -1 for none
     * @param guidance [B,1]
     * @param noise [B,K,Nl,C]
     * @param sampler [B,S,11]
     */
    public record Inputs(
            Tensor tokens,
            Tensor known,
            Tensor condition,
            Tensor classId,
            Tensor guidance,
            Tensor noise,
            Tensor sampler) {}

    /** The sampled tokens [B,Nl,C]; entries at known positions mean nothing. */
    public Tensor run(Inputs in) {
        Tensor flags = ops.concat(0, in.known(), in.known());
        Tensor classes = ops.concat(0, in.classId(), in.classId().filled(-1)).reshape(-1);
        // Guidance is by class alone: both halves get the same condition tokens.
        Tensor condition = backbone.projectCondition(ops.concat(0, in.condition(), in.condition()));
        Tensor z = backbone.refine(
                condition, ops.concat(0, in.tokens(), in.tokens()), new Backbone.Known.Masked(flags), classes);
        Tensor knownFlags = in.known().reshape(-1, config.denseTokens(), 1);
        return new DenoisingLoop(ops, head, config.denseTokens(), config.channels())
                .run(
                        z,
                        in.guidance(),
                        in.noise(),
                        in.sampler(),
                        new DenoisingLoop.KnownTokens(in.tokens(), knownFlags));
    }
}
