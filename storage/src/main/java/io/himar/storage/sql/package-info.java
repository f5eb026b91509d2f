/** Statements, transactions and time: how the packages beside this one speak with Postgres. */
package io.himar.storage.sql;
