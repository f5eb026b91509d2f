package io.himar.model;

/**
 * The rows of a batch of B images under classifier-free guidance: the conditional branch of every image, then the
 * unconditional branch of those whose guidance is not 1. With guidance 1 the unconditional branch says nothing, so it
 * is left out, whatever the other images of the batch need. R is the number of rows, from B to 2B; only the graph that
 * runs knows it.
 */
final class Branches {
    private final Ops ops;
    private final Tensor images;
    private final Tensor guided;
    private final Tensor unconditional;
    private final Tensor inHalves;

    private Branches(Ops ops, Tensor differs) {
        Tensor all = differs.filled(1);
        this.ops = ops;
        this.images = all.positions();
        this.guided = differs.positions();
        // Unconditional rows are the last, so they are counted from the end.
        this.unconditional = differs.choose(differs.remaining().times(-1), images);
        this.inHalves = ops.concat(0, images, all.remaining().times(-1).rows(guided));
    }

    /** @param guidance [B,1] */
    static Branches of(Ops ops, Tensor guidance) {
        return new Branches(ops, guidance.reshape(-1).differs(1));
    }

    /** What is known of each image [B,..], for each row [R,..]. */
    Tensor rows(Tensor each) {
        return each.rows(ops.concat(0, images, guided));
    }

    /** What is known of each image in either branch, both [B,..], for each row [R,..]. */
    Tensor rows(Tensor inConditional, Tensor inUnconditional) {
        return ops.concat(0, inConditional, inUnconditional.rows(guided));
    }

    /** The conditional rows [B,..] of [R,..] or of both halves [2B,..]. */
    Tensor conditional(Tensor rows) {
        return rows.rows(images);
    }

    /** What guidance compares each conditional row with, [B,..] of [R,..]: without guidance the row itself. */
    Tensor unconditional(Tensor rows) {
        return rows.rows(unconditional);
    }

    /** Rows [R,..] as the conditional and the unconditional half of a batch, [2B,..]. */
    Tensor halves(Tensor rows) {
        return ops.concat(0, conditional(rows), unconditional(rows));
    }

    /** The rows [R,..] of both halves of a batch, [2B,..]. */
    Tensor ofHalves(Tensor both) {
        return both.rows(inHalves);
    }
}
