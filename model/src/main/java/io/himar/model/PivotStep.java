package io.himar.model;

/**
 * One autoregressive step of stage 1: the backbone in each {@linkplain Branches branch} of guidance, then the head's
 * denoising loop for the positions asked for, in a published model the MLP head's. This is the served graph
 * {@code NAME-pivot}.
 */
public final class PivotStep {
    private final Ops ops;
    private final ModelConfig config;
    private final Backbone backbone;
    private final StageHead head;

    public PivotStep(Ops ops, Parameters parameters, ModelConfig config) {
        this.ops = ops;
        this.config = config;
        this.backbone = new Backbone(ops, parameters, config);
        this.head = new StageHead(ops, parameters, config, Stage.PIVOT);
    }

    /**
     * @param tokens [B,Ns,C]
     * @param known boolean [B,Ns]
     * @param predict int64 [B,P]
     * @param subject what the pictures show
     * @param guidance [B,1]
     * @param noise [B,K,P,C]; for a variant with a Transformer head [B,K,Ns,C]
     * @param sampler [B,S,12]
     */
    public record Inputs(
            Tensor tokens,
            Tensor known,
            Tensor predict,
            GuidedSubject subject,
            Tensor guidance,
            Tensor noise,
            Tensor sampler) {

        /** Pictures of a class each: int64 [B,1], -1 for none. */
        public Inputs(
                Tensor tokens,
                Tensor known,
                Tensor predict,
                Tensor classId,
                Tensor guidance,
                Tensor noise,
                Tensor sampler) {
            this(tokens, known, predict, new GuidedSubject.Classes(classId), guidance, noise, sampler);
        }
    }

    /**
     * @param sampled [B,P,C]
     * @param condition [B,P,D]
     */
    public record Outputs(Tensor sampled, Tensor condition) {}

    public Outputs run(Inputs in) {
        Branches branches = Branches.of(ops, in.guidance());
        Backbone.Known known = new Backbone.Known.Flags(branches.rows(in.known()));
        Subject subject = in.subject().in(branches, config);
        Tensor z = branches.halves(backbone.pivot(branches.rows(in.tokens()), known, subject));
        Tensor asked = z.gatherRows(ops.concat(0, in.predict(), in.predict()));
        Tensor sampled = head.sample(
                z,
                asked,
                new StageHead.Asked(in.tokens(), in.known(), in.predict(), in.guidance(), in.noise(), in.sampler()));
        return new Outputs(sampled, branches.conditional(asked));
    }
}
