package dev.reelay.api;

import java.util.Map;

import io.vertx.core.MultiMap;

/**
 * The words in which a caller is answered: the manual's, or OpenAI's where the caller is one of its SDKs or asks for it.
 */
enum ResponseFormat {
    MANUAL,
    OPENAI;

    /** Of the OpenAI SDKs, which all send several headers of this family. */
    private static final String SDK_HEADERS = "x-stainless-";

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
