/**
 * The whole suite in one JVM. Read {@link io.himar.standalone.Suite} first, then {@code SuiteStart}, which says what
 * waits for what.
 */
package io.himar.standalone;
