package dev.reelay.bench;

import java.util.Locale;
import java.util.Optional;

import io.vertx.core.json.JsonObject;

/**
 * One row of a table.
 *
 * @param peer
 *        the same of what ours is compared with, where there is such
 */
record Figure(String what, String unit, double ours, Optional<Double> peer, Optional<Goal> goal) {
    /** In as many digits as tell something. */
    static String text(double number) {
        double size = Math.abs(number);
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f", number);
    }

    /** Ours to the peer's. */
    Optional<Double> ratio() {
        return peer.map(other -> ours / other);
    }

    /** Empty where there is no goal, or nothing to compare with. */
    Optional<Boolean> met() {
        return goal.flatMap(aim -> (aim.ofRatio() ? ratio() : Optional.of(ours)).map(aim::isMet));
    }

    String line() {
        return "%-62s %10s %10s %8s  %-15s %s".formatted(what + ", " + unit, text(ours), peer.map(Figure::text).orElse(""),
                ratio().map(Figure::text).orElse(""), goal.map(Goal::toString).orElse(""),
                met().map(reached -> reached ? "met" : "missed").orElse("")).stripTrailing();
    }

    JsonObject json() {
        JsonObject json = new JsonObject().put("what", what).put("unit", unit).put("reelay", ours);
        peer.ifPresent(other -> json.put("peer", other).put("ratio", ratio().orElseThrow()));
        goal.ifPresent(aim -> json.put("goal", aim.toString()));
        met().ifPresent(reached -> json.put("met", reached));
        return json;
    }
}
