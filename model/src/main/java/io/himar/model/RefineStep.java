package io.himar.model;

/**
 * One autoregressive step of stage 2: the backbone on condition tokens and dense tokens in each {@linkplain Branches
 * branch} of guidance, then the head's denoising loop, in a published model the Transformer head's over all positions.
 * This is the served graph {@code NAME-refine}.
 */
public final class RefineStep {
    private final Ops ops;
    private final ModelConfig config;
    private final Backbone backbone;
    private final StageHead head;

    public RefineStep(Ops ops, Parameters parameters, ModelConfig config) {
        this.ops = ops;
        this.config = config;
        this.backbone = new Backbone(ops, parameters, config);
        this.head = new StageHead(ops, parameters, config, Stage.REFINE);
    }

    /**
     * @param tokens [B,Nl,C]
     * @param known boolean [B,Nl]
     * @param condition [B,Ns,D], stage 1's condition tokens; in a variant guided by visual tokens [B,Ns,C], its sampled
     *     tokens; in one guided by nothing null
     * @param subject what the pictures show
     * @param guidance [B,1]
     * @param noise [B,K,Nl,C]
     * @param sampler [B,S,12]
     */
    public record Inputs(
            Tensor tokens,
            Tensor known,
            Tensor condition,
            GuidedSubject subject,
            Tensor guidance,
            Tensor noise,
            Tensor sampler) {

        /** Pictures of a class each: int64 [B,1], -1 for none. */
        public Inputs(
                Tensor tokens,
                Tensor known,
                Tensor condition,
                Tensor classId,
                Tensor guidance,
                Tensor noise,
                Tensor sampler) {
            this(tokens, known, condition, new GuidedSubject.Classes(classId), guidance, noise, sampler);
        }
    }

    /** The sampled tokens [B,Nl,C] of a Transformer head; entries at known positions mean nothing. */
    public Tensor run(Inputs in) {
        return head.sampleAll(outputs(in), asked(in, null));
    }

    /**
     * The same of some positions, with either head.
     *
     * @param in its noise is [B,K,P,C] for a variant with an MLP head
     * @param predict int64 [B,P]
     * @return [B,P,C]
     */
    public Tensor run(Inputs in, Tensor predict) {
        Tensor z = outputs(in);
        Tensor rows = z.gatherRows(ops.concat(0, predict, predict));
        return head.sample(z, rows, asked(in, predict));
    }

    private Tensor outputs(Inputs in) {
        Branches branches = Branches.of(ops, in.guidance());
        Backbone.Known known = new Backbone.Known.Flags(branches.rows(in.known()));
        Subject subject = in.subject().in(branches, config);
        // Guidance is by the subject alone: both branches get the same condition tokens.
        Tensor condition = in.condition() == null ? null : backbone.projectCondition(branches.rows(in.condition()));
        return branches.halves(backbone.refine(condition, branches.rows(in.tokens()), known, subject));
    }

    private static StageHead.Asked asked(Inputs in, Tensor predict) {
        return new StageHead.Asked(in.tokens(), in.known(), predict, in.guidance(), in.noise(), in.sampler());
    }
}
