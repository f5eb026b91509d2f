/** Serves the page. Its files are among the resources of the same package. */
package io.himar.gateway.page;
