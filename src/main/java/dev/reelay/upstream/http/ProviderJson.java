package dev.reelay.upstream.http;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import dev.reelay.error.ErrorCode;
import dev.reelay.video.Failure;

/** Reads JSON of providers, which is not always what it should be. */
public final class ProviderJson {
    private static final int MESSAGE_LIMIT = 300;
    /** Shape of an acceptable error code: logs and metrics use it, so it must be short and without spaces. */
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    /** The words of a moderation, where a provider or the model behind it has no code for it. */
    private static final Pattern MODERATION = Pattern.compile("(?i)moderat|flagged|content.policy|safety|nsfw");

    private static final ObjectMapper JSON = new ObjectMapper();

    private ProviderJson() {
    }

    /** Returns the JSON of a body, or a missing node if it is none. */
    public static JsonNode parse(String body) {
        try {
            JsonNode parsed = JSON.readTree(body);
            return parsed == null ? MissingNode.getInstance() : parsed;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /**
     * Returns the reason of a failure in the provider's words.
     *
     * @param code the provider's code; one that is empty or odd is replaced by {@code upstream_error}, or by
     *        {@code content_policy_violation} if the message speaks of it
     * @param otherwise the message if the provider has none
     */
    public static Failure failure(String code, String message, String otherwise) {
        String told = truncated(message);
        return new Failure(CODE.matcher(code).matches() ? code : codeOf(told), told.isBlank() ? otherwise : told);
    }

    /** Returns whether a message of a provider without error codes speaks of its moderation. */
    public static boolean isModeration(String message) {
        return MODERATION.matcher(message).find();
    }

    /** Returns the HTTP URL in a node, or empty if it has none. */
    public static Optional<URI> url(JsonNode node) {
        try {
            return Optional.of(URI.create(node.asText(""))).filter(url -> url.getRawAuthority() != null
                    && ("https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme())));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Returns a text of a provider, not longer than a message should be. */
    public static String truncated(String text) {
        return text.length() <= MESSAGE_LIMIT ? text : text.substring(0, MESSAGE_LIMIT) + "…";
    }

    /** Returns a code for a message without one. The base contract reports a policy violation by its message only. */
    private static String codeOf(String message) {
        boolean policy = message.toLowerCase(Locale.ROOT).contains("content policy");
        return (policy ? ErrorCode.CONTENT_POLICY_VIOLATION : ErrorCode.UPSTREAM_ERROR).wireName();
    }
}
