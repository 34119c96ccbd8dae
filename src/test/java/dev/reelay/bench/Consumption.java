package dev.reelay.bench;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;

/** What was done in a time, and what it took. */
record Consumption(Map<Quantity, Double> amounts) {
    /** All of them grow, so a difference of two readings is what happened between them. */
    enum Quantity {
        SECONDS,
        /** Processor time in seconds; also of the next three. */
        DATABASE,
        NODES,
        /** Of this JVM: clients, upstream, receivers. */
        BENCH,
        MACHINE,
        WAL_BYTES,
        COMMITS,
        CREATES,
        SUBMITS,
        POLLS,
        /** Those that a client sees; each has a position in a feed. */
        CHANGES,
        ENDS,
        /** As one listener received them. */
        NOTIFICATIONS,
        DELIVERIES
    }

    double of(Quantity quantity) {
        return amounts.get(quantity);
    }

    double perSecond(Quantity quantity) {
        return of(quantity) / of(Quantity.SECONDS);
    }

    Consumption minus(Consumption other) {
        return combine(other, (mine, others) -> mine - others);
    }

    Consumption times(double factor) {
        return combine(this, (mine, same) -> mine * factor);
    }

    /** Returns what is left without what idle nodes take in the same time. */
    Consumption without(Consumption idle) {
        Map<Quantity, Double> rest = new EnumMap<>(
                minus(idle.times(of(Quantity.SECONDS) / idle.of(Quantity.SECONDS))).amounts());
        rest.put(Quantity.SECONDS, of(Quantity.SECONDS));
        return new Consumption(rest);
    }

    /** Returns what each one of them took. */
    Consumption each(Quantity quantity) {
        return times(1 / of(quantity));
    }

    private Consumption combine(Consumption other, DoubleBinaryOperator operator) {
        Map<Quantity, Double> result = new EnumMap<>(Quantity.class);
        Stream.of(Quantity.values()).forEach(quantity -> result.put(quantity,
                operator.applyAsDouble(of(quantity), other.of(quantity))));
        return new Consumption(result);
    }
}
