package dev.reelay.access;

/**
 * Who a request comes from.
 *
 * @param name name of the API key; what it creates belongs to this name
 */
public record Caller(String name) {
}
