/** What tenants have used. The scheduler counts it (see {@link io.himar.storage.images.ImageTable}). */
package io.himar.storage.usage;
