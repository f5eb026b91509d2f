package io.himar.service;

/**
 * A setting that had another name once.
 *
 * @param old the name that still works
 * @param now the name to use
 * @param unit what its value was counted in, for example {@code ms}; empty if it is written as before
 */
public record RenamedSetting(String old, String now, String unit) {}
