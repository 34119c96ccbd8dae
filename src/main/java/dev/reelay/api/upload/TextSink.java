package dev.reelay.api.upload;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.function.Consumer;

import dev.reelay.api.body.ValueSink;
import dev.reelay.error.ReelayException;

/** Collects the text of a field, and rejects it as soon as it is longer than each allowed text. */
final class TextSink implements ValueSink {
    private static final int BYTES_OF_CHARACTER = 4;

    private final String name;
    private final Charset charset;
    private final int limit;
    private final Consumer<String> received;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    /**
     * @param limit a text must have fewer Unicode code points; a longer one of few bytes passes
     * @param received takes the text at its end
     */
    TextSink(String name, Charset charset, int limit, Consumer<String> received) {
        this.name = name;
        this.charset = charset;
        this.limit = limit;
        this.received = received;
    }

    /** @throws ReelayException with {@code invalid_request} if the text is too long */
    @Override
    public void write(byte[] bytes, int from, int to) {
        if (text.size() + to - from > (long) limit * BYTES_OF_CHARACTER) {
            throw ReelayException.invalid(name,
                    "Parameter %s is too long: it must have fewer than %d characters".formatted(name, limit));
        }
        text.write(bytes, from, to - from);
    }

    @Override
    public void end() {
        received.accept(text.toString(charset));
    }
}
