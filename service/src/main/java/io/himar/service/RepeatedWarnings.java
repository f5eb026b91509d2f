package io.himar.service;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Keeps an outage from filling the log: of what libraries warn of, each cause is told once in half a minute, and of
 * what the suite itself warns of, its first few. How many were left out is told with the next one.
 */
final class RepeatedWarnings extends TurboFilter {
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final int OF_LIBRARIES = 1;
    private static final int OF_OURS = 10;
    private static final int MOST_CAUSES = 1000;

    /** What differs between messages of one cause: which client of Kafka's tells it, and numbers. */
    private static final Pattern PARTICULARS = Pattern.compile("^\\[[^]]*] |\\d+");

    private final LongSupplier nanoTime;
    private final Map<String, Told> told = new ConcurrentHashMap<>();

    RepeatedWarnings(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        setName(RepeatedWarnings.class.getName());
    }

    /** How often a cause came since a time. */
    private record Told(long since, int times) {}

    /** Sets it before all loggers, once in a process. */
    static void leaveOut() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext loggers
                && loggers.getTurboFilterList().stream().noneMatch(RepeatedWarnings.class::isInstance)) {
            loggers.addTurboFilter(new RepeatedWarnings(System::nanoTime));
        }
    }

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] params, Throwable failure) {
        if (format == null || !level.isGreaterOrEqual(Level.WARN) || !logger.isEnabledFor(level)) {
            return FilterReply.NEUTRAL;
        }
        int most = logger.getName().startsWith("io.himar.") ? OF_OURS : OF_LIBRARIES;
        String cause = logger.getName() + PARTICULARS.matcher(format).replaceAll("");
        if (told.size() >= MOST_CAUSES) {
            told.clear();
        }
        long now = nanoTime.getAsLong();
        Told before = told.get(cause);
        Told after = told.merge(cause, new Told(now, 1), (old, first) -> fresh(old, now) ? again(old) : first);
        if (after.times() > most) {
            return FilterReply.DENY;
        }
        if (before != null && !fresh(before, now) && before.times() > most) {
            logger.info("{} warnings like the next one were left out", before.times() - most);
        }
        return FilterReply.NEUTRAL;
    }

    private static boolean fresh(Told told, long now) {
        return now - told.since() < INTERVAL.toNanos();
    }

    private static Told again(Told told) {
        return new Told(told.since(), told.times() + 1);
    }
}
