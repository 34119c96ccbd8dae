package dev.reelay.upstream.dialect;

/**
 * An account at the upstream.
 *
 * @param name from the configuration; the row of each submitted video stores it
 * @param apiKey value of the header {@code Authorization}
 */
public record Account(String name, String apiKey) {
    private static final String BEARER = "Bearer ";
    /** A shorter key is not redacted: it protects nothing, and its text may occur in any response. */
    private static final int SHORTEST_SECRET = 8;

    /** Returns the response with each copy of this account's key replaced, in case the upstream repeats the key. */
    public UpstreamResponse redact(UpstreamResponse response) {
        String secret = (apiKey.startsWith(BEARER) ? apiKey.substring(BEARER.length()) : apiKey).strip();
        return secret.length() < SHORTEST_SECRET ? response : response.redacted(secret);
    }

    @Override
    public String toString() {
        return "account " + name;
    }
}
