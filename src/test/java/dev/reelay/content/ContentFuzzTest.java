package dev.reelay.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import dev.reelay.testing.Fuzz;

class ContentFuzzTest {
    private static final long[] TOTALS = { 0, 1, 2, 999, 1000, Long.MAX_VALUE };

    @Test
    void rangeLiesInTheContentAndIsReadBackTheSame() {
        Fuzz.check("range", ContentParsers::range, header -> RangeHeader.parse(header).ifPresent(range -> {
            LongStream.of(TOTALS).forEach(total -> range.in(total).ifPresent(span -> {
                assertThat(span.first()).isBetween(0L, total - 1);
                assertThat(span.end()).isBetween(span.first() + 1, total);
            }));
            Optional<RangeHeader> again = RangeHeader.parse(range.toString());
            LongStream.of(TOTALS).forEach(total -> assertThat(again.orElseThrow().in(total)).isEqualTo(range.in(total)));
        }));
    }

    @Test
    void onlyTheExactTagKeepsTheRange() {
        Fuzz.check("if-range", ContentParsers::tags,
                header -> assertThat(ContentParsers.request("If-Range", header).range().isPresent())
                        .isEqualTo(header.strip().equals("\"" + ContentParsers.ID.value() + "\"")));
    }

    @Test
    void unchangedContentHasAStarOrItsTagInTheHeader() {
        Fuzz.check("if-none-match", ContentParsers::tags, header -> {
            if (ContentParsers.request("If-None-Match", header).unchanged()) {
                assertThat(header.contains("*") || header.contains(ContentParsers.ID.value())).isTrue();
            }
        });
    }
}
