/**
 * An inference server that computes nothing: it answers at once or after a set time, with pictures that follow from the
 * request alone, and fails on demand.
 */
package io.himar.reliability.stub;
