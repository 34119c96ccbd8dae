package dev.reelay.access.issued;

/**
 * Who did something, for the audit.
 *
 * @param name the name of the administrator's key
 * @param address the address from which the request came
 */
public record Administrator(String name, String address) {
}
