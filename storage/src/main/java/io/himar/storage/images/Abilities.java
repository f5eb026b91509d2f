package io.himar.storage.images;

import java.util.Set;

/**
 * What some workers can do together. An image may still find none of them that can do all that it needs.
 *
 * @param models that one of them has
 * @param samplers whose names one of them knows
 */
public record Abilities(Set<String> models, Set<String> samplers) {
    public Abilities {
        models = Set.copyOf(models);
        samplers = Set.copyOf(samplers);
    }
}
