/** How often tenants may ask. */
package io.himar.gateway.limits;
