package io.himar.model;

/** The named weights of a network, under the names of the released checkpoints. */
@FunctionalInterface
public interface Parameters {

    /**
     * The parameter of a full name such as {@code encoder_blocks.0.attn.qkv.weight}.
     *
     * @throws IllegalArgumentException where there is none, naming it
     */
    Tensor get(String name);

    /** The parameters below a prefix, which is put before every name with a dot. */
    default Parameters in(String prefix) {
        return name -> get(prefix + "." + name);
    }

    /** The linear layer {@code name.weight}, {@code name.bias} on {@code x}. */
    default Tensor linear(String name, Tensor x) {
        return x.linear(get(name + ".weight"), get(name + ".bias"));
    }

    /** The affine layer normalisation {@code name.weight}, {@code name.bias} on {@code x}. */
    default Tensor layerNorm(String name, Tensor x, double epsilon) {
        return x.layerNorm(get(name + ".weight"), get(name + ".bias"), epsilon);
    }
}
