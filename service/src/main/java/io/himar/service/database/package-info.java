/** The database of those services that have one: its connections, its schema, its health. */
package io.himar.service.database;
