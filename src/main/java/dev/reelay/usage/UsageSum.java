package dev.reelay.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * What the videos of one group cost that ended in one bucket.
 *
 * @param start of the bucket
 * @param group the value of each {@link UsageGroup} of the query, in its order
 * @param seconds the length of the completed videos
 * @param cost USD
 * @param uncertain USD that failed videos may cost beside that, because their upstream may bill them
 */
public record UsageSum(Instant start, List<String> group, long videos, long seconds, BigDecimal cost, BigDecimal uncertain) {
}
