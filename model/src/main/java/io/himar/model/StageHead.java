package io.himar.model;

/**
 * A stage's diffusion head with the way in which it is sampled: an MLP head sees each token alone and denoises the ones
 * asked for; a Transformer head denoises all of the stage's tokens together, known ones taking part at each step's
 * level.
 */
final class StageHead {
    private final Ops ops;
    private final DiffusionHead head;
    private final long tokens;

    /** @param parameters of the whole network */
    StageHead(Ops ops, Parameters parameters, ModelConfig config, Stage stage) {
        this.ops = ops;
        this.head = DiffusionHead.of(ops, parameters, config, stage);
        this.tokens = config.tokens(stage);
    }

    /**
     * @param tokens [B,n,C], the stage's tokens
     * @param known boolean [B,n]
     * @param predict int64 [B,P]
     * @param guidance [B,1]
     * @param noise [B,K,P,C], or [B,K,n,C] for a Transformer head
     * @param sampler [B,S,12], or fewer columns as {@link DenoisingLoop#run} says
     */
    record Asked(Tensor tokens, Tensor known, Tensor predict, Tensor guidance, Tensor noise, Tensor sampler) {}

    /**
     * The sampled tokens of the positions asked for.
     *
     * @param z the stage's backbone outputs [2B,n,D], the conditional half first
     * @param rows those of the positions asked for, [2B,P,D]
     * @return [B,P,C]
     */
    Tensor sample(Tensor z, Tensor rows, Asked asked) {
        return head.joint()
                ? sampleAll(z, asked).gatherRows(asked.predict())
                : loop().run(rows, asked.guidance(), asked.noise(), asked.sampler(), null);
    }

    /**
     * All of the stage's tokens, for a head that denoises them together.
     *
     * @return [B,n,C]; entries at known positions mean nothing
     */
    Tensor sampleAll(Tensor z, Asked asked) {
        Tensor flags = asked.known().reshape(-1, tokens, 1);
        return loop().run(
                        z,
                        asked.guidance(),
                        asked.noise(),
                        asked.sampler(),
                        new DenoisingLoop.KnownTokens(asked.tokens(), flags));
    }

    private DenoisingLoop loop() {
        return new DenoisingLoop(ops, head);
    }
}
