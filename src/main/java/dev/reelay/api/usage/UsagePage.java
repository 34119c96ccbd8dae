package dev.reelay.api.usage;

import java.util.List;
import java.util.Optional;

import dev.reelay.usage.UsageQuery;
import dev.reelay.usage.UsageSum;

/**
 * A page of sums.
 *
 * @param next the cursor for the next page; empty on the last one
 */
record UsagePage(UsageQuery query, List<UsageSum> sums, Optional<String> next) {
    /** @param found one sum more than the page has, if there is a next page */
    static UsagePage of(UsageQuery query, List<UsageSum> found) {
        List<UsageSum> sums = found.stream().limit(query.limit()).toList();
        return new UsagePage(query, sums, found.size() <= query.limit() ? Optional.empty()
                : Optional.of(UsageCursor.of(sums.get(sums.size() - 1))));
    }
}
