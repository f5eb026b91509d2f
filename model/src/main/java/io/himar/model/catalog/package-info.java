/**
 * What a model repository offers: {@link io.himar.model.catalog.ModelCatalog} reads it for gateway and workers alike.
 */
package io.himar.model.catalog;
