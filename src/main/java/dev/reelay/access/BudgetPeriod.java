package dev.reelay.access;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The time after which a budget is available again; days and months are those of UTC. */
public enum BudgetPeriod {
    DAY,
    MONTH,
    /** A budget that is never renewed. */
    TOTAL;

    /** Returns the word in JSON and in rows. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the period with this word, or empty. */
    public static Optional<BudgetPeriod> parse(String wireName) {
        return Arrays.stream(values()).filter(period -> period.wireName().equals(wireName)).findFirst();
    }

    /** Returns when the period began that this time is in. */
    public Instant start(Instant time) {
        return switch (this) {
            case DAY -> midnight(dateOf(time));
            case MONTH -> midnight(dateOf(time).withDayOfMonth(1));
            case TOTAL -> Instant.EPOCH;
        };
    }

    /** Returns when the budget is renewed next after this time, or empty if never. */
    public Optional<Instant> renewal(Instant time) {
        return switch (this) {
            case DAY -> Optional.of(midnight(dateOf(time).plusDays(1)));
            case MONTH -> Optional.of(midnight(dateOf(time).withDayOfMonth(1).plusMonths(1)));
            case TOTAL -> Optional.empty();
        };
    }

    private static LocalDate dateOf(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private static Instant midnight(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
