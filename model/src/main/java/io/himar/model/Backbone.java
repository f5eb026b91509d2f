package io.himar.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The scale-aware masked Transformer that both stages share (paper section 3.2 and 3.3).
 *
 * <p>A sequence has buffer slots that carry the class or the text, then low-resolution slots, then dense slots. The
 * encoder sees the known slots only; the decoder sees all of them, unknown ones as mask tokens, in stage 1 the dense
 * ones too.
 *
 * <p>The encoder drops unknown slots. In training a batch has one number of known slots, and {@link Known.Gathered}
 * says where they are. In a served graph each image of a batch has its own, which {@link Known.Flags} tell: the encoder
 * has as many slots as the image that knows most, and of the others hides what is left over from attention.
 */
public final class Backbone {
    private final Ops ops;
    private final Parameters parameters;
    private final ModelConfig config;
    private final SequenceLayout layout;
    private final SubjectSlots subjects;
    private final List<ScaleAwareBlock> encoder;
    private final List<ScaleAwareBlock> decoder;

    public Backbone(Ops ops, Parameters parameters, ModelConfig config) {
        this.ops = ops;
        this.parameters = parameters;
        this.config = config;
        this.layout = SequenceLayout.of(config);
        this.subjects = new SubjectSlots(ops, parameters, config);
        this.encoder = blocks("encoder_blocks", config.encoderDepth(), config.encoderNumHeads());
        this.decoder = blocks("decoder_blocks", config.decoderDepth(), config.decoderNumHeads());
    }

    private List<ScaleAwareBlock> blocks(String name, int depth, int heads) {
        List<ScaleAwareBlock> blocks = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            blocks.add(new ScaleAwareBlock(
                    ops, parameters.in(name + "." + i), heads, config.width(), config.layerNormEps()));
        }
        return List.copyOf(blocks);
    }

    /** Which of a stage's own slots (low-resolution ones in stage 1, dense ones in stage 2) are known. */
    public sealed interface Known {

        /** @param flags boolean [B,n], true where known */
        record Flags(Tensor flags) implements Known {}

        /**
         * @param positions int64 [B,k], the known slots of each image
         * @param restore int64 [B,n]: for each slot its row among the k known ones, or any row where unknown
         * @param flags boolean [B,n], true where known
         * @param count k
         */
        record Gathered(Tensor positions, Tensor restore, Tensor flags, long count) implements Known {}
    }

    /**
     * Stage 1.
     *
     * @param tokens [B,Ns,C], low-resolution latents; unknown ones are not read
     * @param classIds int64 [B], -1 for the unconditional embedding
     * @return [B,Ns,D], the low-resolution outputs: the condition tokens where unknown
     */
    public Tensor pivot(Tensor tokens, Known known, Tensor classIds) {
        return pivot(tokens, known, new Subject.Classes(classIds));
    }

    /** As {@link #pivot(Tensor, Known, Tensor)}, of anything that pictures may show. */
    public Tensor pivot(Tensor tokens, Known known, Subject subject) {
        Tensor slots = parameters.linear("cond_proj", tokens);
        return forward(Stage.PIVOT, subject, null, slots, known);
    }

    /**
     * Stage 2.
     *
     * @param condition [B,Ns,D], the projected condition tokens, see {@link #projectCondition}; null in a variant that
     *     is guided by nothing
     * @param tokens [B,Nl,C], dense latents; unknown ones are not read
     * @return [B,Nl,D], the dense outputs
     */
    public Tensor refine(Tensor condition, Tensor tokens, Known known, Tensor classIds) {
        return refine(condition, tokens, known, new Subject.Classes(classIds));
    }

    /** As {@link #refine(Tensor, Tensor, Known, Tensor)}, of anything that pictures may show. */
    public Tensor refine(Tensor condition, Tensor tokens, Known known, Subject subject) {
        Tensor slots = parameters.linear("z_proj", tokens);
        return forward(Stage.REFINE, subject, condition, slots, known);
    }

    /** Condition tokens [B,Ns,D] of stage 1, or the visual tokens [B,Ns,C] of a variant, as inputs of stage 2. */
    public Tensor projectCondition(Tensor conditionTokens) {
        return parameters.linear("cond_z_proj", conditionTokens);
    }

    /** The learned "no condition" [1,Ns,D] that stands in for condition tokens during part of the training. */
    public Tensor noCondition() {
        return parameters.linear("cond_proj", parameters.get("cond_tokens"));
    }

    /**
     * Returns the outputs [B,n,D] of the stage's own slots; {@code given} are slots before {@code own} that are always
     * known, or null.
     */
    private Tensor forward(Stage stage, Subject subject, Tensor given, Tensor own, Known known) {
        Tensor encoded = encode(stage, subject, given, own, known);
        return decode(stage, subject, parameters.linear("decoder_embed", encoded), known);
    }

    private Tensor encode(Stage stage, Subject subject, Tensor given, Tensor own, Known known) {
        long buffer = layout.buffer();
        long always = layout.firstOwn(stage);
        long ownCount = layout.own(stage);
        Tensor positions = positions("encoder_pos_embed_learned", stage);
        Tensor prefix = subjects.of(subject).plus(positions.slice(1, 0, buffer));
        if (given != null) {
            prefix = ops.concat(1, prefix, given.plus(positions.slice(1, buffer, always)));
        }
        Tensor candidates = own.plus(positions.slice(1, always, always + ownCount));
        Tensor visible = null;
        long most = always + ownCount;
        if (known instanceof Known.Gathered gathered) {
            candidates = candidates.gatherRows(gathered.positions());
            most = always + gathered.count();
            visible = subjects.visible(subject, most - buffer);
        } else if (known instanceof Known.Flags each) {
            Tensor flags = each.flags();
            Tensor order = flags.trueFirst();
            Tensor present =
                    flags.toFloat().reshape(-1, ownCount, 1).gatherRows(order).select(2, ops.index(0));
            candidates = candidates.gatherRows(order);
            Tensor givenVisible = subjects.visible(subject, always - buffer);
            visible = ops.concat(1, givenVisible == null ? subjects.ones(always, flags) : givenVisible, present);
        }
        Tensor x = most == always ? prefix : ops.concat(1, prefix, candidates);
        x = parameters.layerNorm("z_proj_ln", x, config.layerNormEps());
        Tensor scaleVector = scaleVector("encoder", stage);
        for (ScaleAwareBlock block : encoder) {
            x = block.forward(x, Slots.all(most), scaleVector, stage, visible);
        }
        return parameters.layerNorm("encoder_norm", x, config.layerNormEps());
    }

    private Tensor decode(Stage stage, Subject subject, Tensor encoded, Known known) {
        long buffer = layout.buffer();
        long total = layout.tokens();
        long always = layout.firstOwn(stage);
        long end = always + layout.own(stage);
        long first = layout.row(stage) * total; // of this stage's mask tokens, one for every slot
        Tensor maskTokens = parameters.get("mask_token").slice(1, first, first + total);
        Tensor ownMask = maskTokens.slice(1, always - buffer, end - buffer);
        Tensor positions = positions("decoder_pos_embed_learned", stage);

        Tensor prefix = encoded.slice(1, 0, always).plus(positions.slice(1, 0, always));
        Tensor own = ownSlots(encoded, known, ownMask, always, end).plus(positions.slice(1, always, end));
        Tensor x = ops.concat(1, prefix, own);
        if (stage == Stage.PIVOT) {
            Tensor dense = maskTokens.slice(1, end - buffer, total).plus(positions.slice(1, end, buffer + total));
            x = ops.concat(1, x, prefix.slice(1, 0, 1).filled(0).plus(dense)); // one copy an image
        }
        Tensor scaleVector = scaleVector("decoder", stage);
        Tensor visible = subjects.visible(subject, total);
        int last = decoder.size() - 1;
        for (int i = 0; i < last; i++) {
            x = decoder.get(i).forward(x, Slots.all(buffer + total), scaleVector, stage, visible);
        }
        x = decoder.get(last).forward(x, new Slots(always, end, buffer + total), scaleVector, stage, visible);
        x = parameters.layerNorm("decoder_norm", x, config.layerNormEps());
        return x.plus(parameters.get("diffusion_pos_embed_learned").slice(1, always - buffer, end - buffer));
    }

    /** The stage's own slots for the decoder: what the encoder made of the known ones, mask tokens for the others. */
    private static Tensor ownSlots(Tensor encoded, Known known, Tensor maskTokens, long always, long end) {
        if (known instanceof Known.Gathered gathered) {
            if (gathered.count() == 0) {
                return encoded.slice(1, 0, 1).filled(0).plus(maskTokens);
            }
            Tensor rows = encoded.slice(1, always, always + gathered.count()).gatherRows(gathered.restore());
            return gathered.flags().reshape(-1, end - always, 1).choose(rows, maskTokens);
        }
        Tensor flags = ((Known.Flags) known).flags();
        Tensor rows = encoded.gatherRows(flags.places().plus((double) always));
        return flags.reshape(-1, end - always, 1).choose(rows, maskTokens);
    }

    private Tensor positions(String table, Stage stage) {
        long slots = layout.slots();
        long row = layout.row(stage);
        return parameters.get(table).slice(1, row * slots, (row + 1) * slots);
    }

    /** v = W SiLU(E[stage]) + b, [1,1,4D], or null for a variant without. */
    private Tensor scaleVector(String part, Stage stage) {
        if (!config.variant().scaleVector()) {
            return null;
        }
        Tensor embedding = parameters.get(part + "_task_emb.weight").slice(0, stage.index(), stage.index() + 1);
        return parameters.linear(part + "_blocks_ada.1", embedding.silu()).reshape(1, 1, 4L * config.width());
    }
}
