package dev.reelay.access;

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
}
