package dev.reelay.access.issued;

/**
 * The administrator of a request, as the audit names it.
 *
 * @param name the name of the administrator's key
 * @param address the address from which the request came
 */
public record Administrator(String name, String address) {
}
