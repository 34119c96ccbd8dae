package dev.reelay.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The length of time that one sum covers; days and months are those of UTC. */
public enum UsageBucket {
    HOUR,
    DAY,
    MONTH;

    /** Returns the word in JSON and in rows. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the bucket with this word, or empty. */
    public static Optional<UsageBucket> parse(String wireName) {
        return Arrays.stream(values()).filter(bucket -> bucket.wireName().equals(wireName)).findFirst();
    }

    /** Returns the start of the bucket that this time is in. */
    public Instant start(Instant time) {
        return switch (this) {
            case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
            case DAY -> time.truncatedTo(ChronoUnit.DAYS);
            case MONTH -> LocalDate.ofInstant(time, ZoneOffset.UTC).withDayOfMonth(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        };
    }

    /** Returns the end of the bucket that starts at this time. */
    public Instant end(Instant start) {
        return switch (this) {
            case HOUR -> start.plus(Duration.ofHours(1));
            case DAY -> start.plus(Duration.ofDays(1));
            case MONTH -> start.atOffset(ZoneOffset.UTC).plusMonths(1).toInstant();
        };
    }
}
