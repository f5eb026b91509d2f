/**
 * What people see on a terminal, and what goes into a pipe instead: progress, tables, and text without control
 * characters.
 */
package io.himar.standalone.terminal;
