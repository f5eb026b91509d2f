package io.himar.service.models;

import io.himar.model.catalog.ModelCatalog;

/** The models that there are, which may be others a moment later. */
@FunctionalInterface
public interface Models {
    /** Those that there are now; what is asked of one catalog belongs together. */
    ModelCatalog now();
}
