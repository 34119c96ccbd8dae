package dev.reelay.video;

/**
 * The valid parameters of a create (contract 2).
 *
 * @param model the name of the model in requests of clients
 * @param size {@code width x height}, such as {@code 1280x720}
 * @param seconds length of the video, a string in the contract
 */
public record VideoSpec(String prompt, String model, String size, String seconds) {
}
