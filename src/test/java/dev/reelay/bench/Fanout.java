package dev.reelay.bench;

import java.util.Arrays;
import java.util.Optional;

/** How long one event takes from its first reader to its last, in ms: the median of many, ours and theirs in turn. */
record Fanout(double ours, Optional<Double> theirs) {
    static Fanout measure(int events, int groups, Broadcaster ours, Optional<Broadcaster> theirs) throws Exception {
        double[] oursMillis = new double[events];
        double[] theirsMillis = new double[events];
        for (int event = 0; event < events; event++) {
            int group = event % groups;
            oursMillis[event] = ours.fanOut(group);
            if (theirs.isPresent()) {
                theirsMillis[event] = theirs.get().fanOut(group);
            }
        }
        return new Fanout(median(oursMillis), theirs.map(present -> median(theirsMillis)));
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
