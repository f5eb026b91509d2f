package io.himar.model;

import java.util.Arrays;

/** The first slots of a sequence, the released code's buffer, which say what the picture shows. */
final class SubjectSlots {
    private final Ops ops;
    private final Parameters parameters;
    private final ModelConfig config;

    SubjectSlots(Ops ops, Parameters parameters, ModelConfig config) {
        this.ops = ops;
        this.parameters = parameters;
        this.config = config;
    }

    /** [B,1,D] for a class, which is the same in every slot; [B,T,D] for a text. */
    Tensor of(Subject subject) {
        if (subject instanceof Subject.Captions captions) {
            return parameters.linear("text_proj", captions.context());
        }
        Tensor table = ops.concat(0, parameters.get("class_emb.weight"), parameters.get("fake_latent"));
        Tensor ids = ((Subject.Classes) subject).ids();
        return table.lookup(ids).reshape(-1, 1, config.width()); // id -1 is the last row, fake_latent
    }

    /**
     * Which slots may be attended to: those of the subject and further ones, which all may. A text's padding may not.
     *
     * @return [B, buffer + further], 1 where a slot may be attended to, or null for a class, which fills all its slots
     */
    Tensor visible(Subject subject, long further) {
        if (!(subject instanceof Subject.Captions captions)) {
            return null;
        }
        Tensor known = captions.known().toFloat();
        return further == 0 ? known : ops.concat(1, known, ones(further, captions.known()));
    }

    /** Ones [B,count], for the images of boolean flags [B,..]. */
    Tensor ones(long count, Tensor flags) {
        float[] values = new float[Math.toIntExact(count)];
        Arrays.fill(values, 1);
        return ops.constant(values, 1, count)
                .times(flags.toFloat().slice(1, 0, 1).filled(1));
    }
}
