/** What a model repository offers: gateway and workers read it by {@link io.himar.model.catalog.ModelCatalog}. */
package io.himar.model.catalog;
