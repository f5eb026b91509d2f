/** What a tenant has used, over HTTP. */
package io.himar.gateway.usage;
