/** What handlers can know of, and do to, the connection that a request came by, beyond what servlets offer. */
package io.himar.gateway.connection;
