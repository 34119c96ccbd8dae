package dev.reelay.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptHeaderTest {
    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream";

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "'' | application/json",
            "' , ' | application/json",
            "*/* | application/json",
            "application/* | application/json",
            "text/event-stream | text/event-stream",
            "TEXT/Event-Stream; charset=utf-8 | text/event-stream",
            "text/* | text/event-stream",
            "application/json, text/plain, */* | application/json",
            "text/event-stream, */* | text/event-stream",
            "text/event-stream, application/json | text/event-stream",
            "application/json, text/event-stream | application/json",
            "application/json;q=0.5, text/event-stream | text/event-stream",
            "text/event-stream;q=0.5, application/json | application/json",
            "text/event-stream ; q = 0.2 , */*;q=0.1 | text/event-stream",
            "text/event-stream;q=0, */* | application/json",
            "text/event-stream;q=0.000, application/json;q=0.1 | application/json",
            "application/json;q=0, */*;q=0.1 | text/event-stream",
            "text/event-stream;Q=0 | -",
            "*/*;q=0 | -",
            "*/*;q=0, application/json | application/json",
            "text/event-stream;q=high | text/event-stream",
            "text/event-stream;q=9, application/json | text/event-stream",
            "application/json, text/event-stream;q=9 | application/json",
            "; | -",
            "text/html | -",
            "video/mp4;q=1, text/html | -"
    })
    void acceptableTypeWithHighestQualityIsPreferred(String accept, String preferred) {
        assertThat(AcceptHeader.of(List.of(accept)).preferred(JSON, EVENTS).orElse(null)).isEqualTo(preferred);
    }

    @Test
    void missingHeaderAcceptsTheFirstType() {
        assertThat(AcceptHeader.of(List.of()).preferred(JSON, EVENTS)).contains(JSON);
    }

    @Test
    void severalHeadersCountAsOne() {
        assertThat(AcceptHeader.of(List.of("application/json;q=0.3", EVENTS)).preferred(JSON, EVENTS)).contains(EVENTS);
    }
}
