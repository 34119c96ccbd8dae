package dev.reelay.access;

/**
 * The authenticated client of a request.
 *
 * @param name name of the API key, and owner of the videos that it creates
 */
public record Caller(String name) {
}
