package dev.reelay.upstream;

/**
 * An account at the upstream.
 *
 * @param name as configured; stored with the videos that it has
 */
record Account(String name, String apiKey) {
    private static final String BEARER = "Bearer ";
    /** What is shorter keeps no secret, and may be a word that an answer has anyway. */
    private static final int SHORTEST_SECRET = 8;

    /** An answer as it came, but for the key where the upstream repeats it. */
    UpstreamResponse redact(UpstreamResponse response) {
        String secret = (apiKey.startsWith(BEARER) ? apiKey.substring(BEARER.length()) : apiKey).strip();
        return secret.length() < SHORTEST_SECRET ? response : response.redacted(secret);
    }

    @Override
    public String toString() {
        return "account " + name;
    }
}
