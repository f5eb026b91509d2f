package io.himar.model;

import java.util.List;

/** A back end under test, with the golden weights. */
public interface BackEnd {

    /** The shapes of the golden network. */
    ModelConfig CONFIG = ModelConfig.read(GoldenFiles.path("config.json"));

    /** Runs a computation on the golden Hi-MAR weights; returns its outputs, row-major. */
    List<float[]> onNetwork(List<NetworkInput> inputs, Computation computation);

    /** Runs a computation on the golden autoencoder's weights; returns its outputs, row-major. */
    List<float[]> onAutoencoder(List<NetworkInput> inputs, Computation computation);

    /** A computation on inputs of any batch size. */
    @FunctionalInterface
    interface Computation {
        List<Tensor> run(Ops ops, Parameters parameters, List<Tensor> inputs);
    }
}
