package io.himar.gateway.model;

import io.himar.model.ModelConfig;

/** Who knows what requests for a model may ask for. */
@FunctionalInterface
public interface RangeSource {
    Ranges of(ModelConfig model);
}
