package dev.reelay.api.wire;

import java.util.Map;

import io.vertx.core.MultiMap;

/**
 * The format of a response: the base format of docs/contract.md, or that of OpenAI's Videos API. The header
 * {@code Reelay-Dialect} selects it; without that header, OpenAI's SDKs get OpenAI's format.
 */
public enum ResponseFormat {
    MANUAL,
    OPENAI;

    /** Prefix of the headers that all OpenAI SDKs send. */
    private static final String SDK_HEADERS = "x-stainless-";

    /** Returns whether a request with these headers gets OpenAI's format. */
    public static boolean isOpenAi(MultiMap headers) {
        return of(headers) == OPENAI;
    }

    static ResponseFormat of(MultiMap headers) {
        String asked = headers.get("Reelay-Dialect");
        if (asked != null) {
            return asked.strip().equalsIgnoreCase(OPENAI.name()) ? OPENAI : MANUAL;
        }
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().regionMatches(true, 0, SDK_HEADERS, 0, SDK_HEADERS.length())) {
                return OPENAI;
            }
        }
        return MANUAL;
    }
}
