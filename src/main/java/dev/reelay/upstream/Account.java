package dev.reelay.upstream;

/**
 * An account at the upstream.
 *
 * @param name as configured; stored with the videos that it has
 */
record Account(String name, String apiKey) {
    private static final String BEARER = "Bearer ";

    /** What nobody may see of the key, in whatever way it is written in the header. */
    String secret() {
        return apiKey.startsWith(BEARER) ? apiKey.substring(BEARER.length()).strip() : apiKey.strip();
    }

    @Override
    public String toString() {
        return "account " + name;
    }
}
