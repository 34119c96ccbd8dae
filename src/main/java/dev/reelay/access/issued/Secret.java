package dev.reelay.access.issued;

import dev.reelay.access.ApiKey;

/**
 * A new secret of a key.
 *
 * @param text is shown once and not stored
 */
record Secret(String text, byte[] sha256, String lastFour) {
    private static final int SHOWN = 4;

    static Secret random() {
        String text = ApiKey.newSecret();
        return new Secret(text, ApiKey.hash(text), text.substring(text.length() - SHOWN));
    }
}
