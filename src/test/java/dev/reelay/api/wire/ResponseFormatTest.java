package dev.reelay.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.vertx.core.MultiMap;

class ResponseFormatTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "User-Agent: curl/8                                | MANUAL",
            "X-Stainless-Lang: python                          | OPENAI",
            "x-stainless-poll-helper: true                     | OPENAI",
            "X-Stainless: python                               | MANUAL",
            "X-Not-X-Stainless-Lang: python                    | MANUAL",
            "Reelay-Dialect: openai                            | OPENAI",
            "reelay-dialect: OPENAI                            | OPENAI",
            "Reelay-Dialect: manual                            | MANUAL",
            "Reelay-Dialect: klingon                           | MANUAL",
            "X-Stainless-Lang: python, Reelay-Dialect: manual  | MANUAL" })
    void dialectHeaderOverridesSdkHeaders(String headers, ResponseFormat dialect) {
        MultiMap sent = MultiMap.caseInsensitiveMultiMap();
        for (String header : headers.split(", ")) {
            sent.add(header.split(": ")[0], header.split(": ")[1]);
        }

        assertThat(ResponseFormat.of(sent)).isEqualTo(dialect);
    }
}
