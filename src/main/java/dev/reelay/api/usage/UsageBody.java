package dev.reelay.api.usage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

import dev.reelay.usage.UsageQuery;
import dev.reelay.usage.UsageSum;
import dev.reelay.usage.Usd;

/**
 * The JSON body of a page of usage.
 *
 * @param data one object for each sum; which fields it has depends on the groups of the request
 * @param next the value of {@code after} for the next page, or null on the last one
 */
@RegisterForReflection
record UsageBody(
        @JsonProperty("object") String object,
        @JsonProperty("currency") String currency,
        @JsonProperty("data") List<Map<String, Object>> data,
        @JsonProperty("has_more") boolean hasMore,
        @JsonProperty("next") @Nullable String next) {

    static UsageBody of(UsagePage page) {
        return new UsageBody("list", "USD", page.sums().stream().map(sum -> fields(sum, page.query())).toList(),
                page.next().isPresent(), page.next().orElse(null));
    }

    private static Map<String, Object> fields(UsageSum sum, UsageQuery query) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("start", sum.start().getEpochSecond());
        fields.put("end", query.bucket().end(sum.start()).getEpochSecond());
        for (int i = 0; i < sum.group().size(); i++) {
            fields.put(query.groups().get(i).wireName(), sum.group().get(i));
        }
        fields.put("videos", sum.videos());
        fields.put("seconds", sum.seconds());
        fields.put("cost", Usd.text(sum.cost()));
        fields.put("uncertain", Usd.text(sum.uncertain()));
        return fields;
    }
}
