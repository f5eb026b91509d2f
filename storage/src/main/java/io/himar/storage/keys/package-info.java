/** Tenants and the API keys that let their callers in, as the gateway keeps them. */
package io.himar.storage.keys;
