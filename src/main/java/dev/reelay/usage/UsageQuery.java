package dev.reelay.usage;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A question for sums of the ledger.
 *
 * @param start start of the first bucket
 * @param end end of the last bucket
 * @param groups what to group by beside the bucket
 * @param only the value that a group must have
 * @param after the last sum of the previous page
 * @param limit maximum number of sums
 */
public record UsageQuery(UsageBucket bucket, Instant start, Instant end, List<UsageGroup> groups, Map<UsageGroup, String> only,
        Optional<Position> after, int limit) {
    public UsageQuery {
        groups = List.copyOf(groups);
        only = Map.copyOf(only);
    }

    public UsageQuery withLimit(int sums) {
        return new UsageQuery(bucket, start, end, groups, only, after, sums);
    }

    /** The place of a sum in the order of all sums: by its bucket, then by its group. */
    public record Position(Instant start, List<String> group) {
    }
}
