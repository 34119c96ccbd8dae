package dev.reelay.upstream;

/**
 * An account at the upstream.
 *
 * @param name as configured; stored with the videos that it has
 */
record Account(String name, String apiKey) {
}
