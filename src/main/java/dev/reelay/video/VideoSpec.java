package dev.reelay.video;

import java.util.Optional;

/**
 * The valid parameters of a create (contract 2).
 *
 * @param model the name of the model in requests of clients
 * @param size {@code width x height}, such as {@code 1280x720}
 * @param seconds length of the video, a string in the contract
 * @param options further fields for providers, a JSON object by dialect
 */
public record VideoSpec(String prompt, String model, String size, String seconds, Optional<String> options) {
    /** Makes parameters without options. */
    public VideoSpec(String prompt, String model, String size, String seconds) {
        this(prompt, model, size, seconds, Optional.empty());
    }
}
