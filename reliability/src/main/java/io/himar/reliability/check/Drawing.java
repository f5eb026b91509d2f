package io.himar.reliability.check;

/** What decides a picture, where all settings are the model's own. */
public record Drawing(int classId, long seed) {}
