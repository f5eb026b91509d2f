/** What clients see of the models: their classes, sizes and default settings. */
package io.himar.gateway.model;
