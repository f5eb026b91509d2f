/** What administrators do over HTTP: they name tenants, and give out and take back API keys. */
package io.himar.gateway.keys;
