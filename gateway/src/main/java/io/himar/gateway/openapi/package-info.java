/** What several parts of the interface say of themselves in the OpenAPI document in the same way. */
package io.himar.gateway.openapi;
