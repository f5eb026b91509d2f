/** Who may use the interface, and for what: every request has a {@link io.himar.gateway.access.Caller}. */
package io.himar.gateway.access;
