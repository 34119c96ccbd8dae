package dev.reelay.api.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.reelay.usage.UsageBucket;
import dev.reelay.usage.UsageGroup;
import dev.reelay.usage.UsageQuery;
import dev.reelay.usage.UsageSum;

class UsageCsvTest {
    private static final Instant DAY = Instant.parse("2026-11-26T00:00:00Z");

    @Test
    void valuesWithCommasAndQuotesAreQuoted() {
        UsageSum sum = new UsageSum(DAY, List.of("a \"big\", slow one", "completed"), 3, 24, new BigDecimal("2.4"),
                BigDecimal.ZERO);

        assertThat(UsageCsv.of(page(sum))).isEqualTo("start,end,model,status,videos,seconds,cost,uncertain\r\n"
                + "2026-11-26T00:00:00Z,2026-11-27T00:00:00Z,\"a \"\"big\"\", slow one\",completed,3,24,2.40,0.00\r\n");
    }

    @Test
    void emptyPageHasItsHeader() {
        assertThat(UsageCsv.of(page())).isEqualTo("start,end,model,status,videos,seconds,cost,uncertain\r\n");
    }

    private static UsagePage page(UsageSum... sums) {
        return UsagePage.of(new UsageQuery(UsageBucket.DAY, DAY, DAY.plusSeconds(86400),
                List.of(UsageGroup.MODEL, UsageGroup.STATUS), Map.of(), Optional.empty(), 10), List.of(sums));
    }
}
