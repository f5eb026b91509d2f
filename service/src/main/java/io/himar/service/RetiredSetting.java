package io.himar.service;

/**
 * A setting that is not there any more.
 *
 * @param name that may still be set
 * @param told what the log then says of it, after its name
 */
public record RetiredSetting(String name, String told) {}
