package dev.reelay.upstream.http;

import java.util.Arrays;
import java.util.Base64;

import io.vertx.core.buffer.Buffer;

/** Encodes bytes that come in pieces as base64 without line breaks (RFC 4648, section 4). */
final class Base64Encoder {
    /** Three bytes make four characters. */
    private static final int GROUP = 3;

    private byte[] rest = {};

    /** Returns the length of the encoded text. */
    static long length(long bytes) {
        return (bytes + GROUP - 1) / GROUP * 4;
    }

    /** Returns the text of all complete groups so far. */
    Buffer encode(Buffer bytes) {
        byte[] all = Arrays.copyOf(rest, rest.length + bytes.length());
        bytes.getBytes(0, bytes.length(), all, rest.length);
        int complete = all.length / GROUP * GROUP;
        rest = Arrays.copyOfRange(all, complete, all.length);
        return Buffer.buffer(Base64.getEncoder().encode(Arrays.copyOf(all, complete)));
    }

    /** Returns the text of the last group, with padding; empty if all groups were complete. */
    Buffer end() {
        return Buffer.buffer(Base64.getEncoder().encode(rest));
    }
}
