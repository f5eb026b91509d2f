package io.himar.reliability.autoscale;

import java.util.Locale;

/**
 * One stage at one moment.
 *
 * @param waiting images that wait for it
 * @param running images that workers have
 * @param seconds model seconds of what waits and what will come
 * @param asked workers that the autoscaler asks for
 * @param live processes of workers, also those that start or end
 * @param ready processes that take work
 */
record StageSample(long waiting, long running, double seconds, int asked, int live, int ready) {
    static final String HEADER = "%1$s_waiting,%1$s_running,%1$s_seconds,%1$s_asked,%1$s_live,%1$s_ready";

    private static final int FIELDS = 6;

    /** The stage that begins at a field of a line. */
    static StageSample parse(String[] fields, int stage) {
        int first = 2 + stage * FIELDS;
        return new StageSample(
                Long.parseLong(fields[first]),
                Long.parseLong(fields[first + 1]),
                Double.parseDouble(fields[first + 2]),
                Integer.parseInt(fields[first + 3]),
                Integer.parseInt(fields[first + 4]),
                Integer.parseInt(fields[first + 5]));
    }

    String fields() {
        return String.format(Locale.ROOT, "%d,%d,%.1f,%d,%d,%d", waiting, running, seconds, asked, live, ready);
    }
}
