package dev.reelay.upstream.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/**
 * An upstream's reference to a video: its id, or whatever else its dialect needs to find the video again. It is opaque to
 * all code outside of that dialect, and clients never see it.
 */
public record Handle(String value) {

    /** Returns the value as one segment of a path (RFC 3986, 3.3), because an id may contain any character. */
    public String pathSegment() {
        String encoded = URLEncoder.encode(value, UTF_8).replace("+", "%20").replace("%7E", "~");
        // A client would remove these segments, encoded or not.
        return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
    }
}
