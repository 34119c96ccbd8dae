package dev.reelay.api.body;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import dev.reelay.error.ReelayException;

/** Copies an object of a body as JSON without white space, up to a limit. */
public final class JsonCopy implements JsonFields {
    private static final JsonFactory JACKSON = new JsonFactory();

    private final Output output;
    private final boolean isRoot;
    private final boolean isArray;

    /** The copy so far, which all receivers of one object share. */
    private static final class Output {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int limit;
        private final Supplier<ReelayException> tooLong;
        private final Consumer<String> copied;
        private final JsonGenerator json;

        Output(int limit, Supplier<ReelayException> tooLong, Consumer<String> copied) {
            this.limit = limit;
            this.tooLong = tooLong;
            this.copied = copied;
            try {
                this.json = JACKSON.createGenerator(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void requireRoom(int more) {
            if (bytes.size() + json.getOutputBuffered() + more > limit) {
                throw tooLong.get();
            }
        }
    }

    private interface Step {
        void write(JsonGenerator json) throws IOException;
    }

    private JsonCopy(Output output, boolean isRoot, boolean isArray) {
        this.output = output;
        this.isRoot = isRoot;
        this.isArray = isArray;
    }

    /**
     * Returns the receiver of an object.
     *
     * @param limit in bytes of the copy
     * @param tooLong makes the exception for a longer object
     * @param copied takes the copy at the end of the object
     */
    public static JsonCopy of(int limit, Supplier<ReelayException> tooLong, Consumer<String> copied) {
        Output output = new Output(limit, tooLong, copied);
        JsonCopy root = new JsonCopy(output, true, false);
        root.write(0, JsonGenerator::writeStartObject);
        return root;
    }

    @Override
    public ValueSink string(String name) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        return new ValueSink() {
            @Override
            public void write(byte[] bytes, int from, int to) {
                output.requireRoom(text.size() + to - from);
                text.write(bytes, from, to - from);
            }

            @Override
            public void end() {
                named(name, text.size(), json -> json.writeString(text.toString(StandardCharsets.UTF_8)));
            }
        };
    }

    @Override
    public JsonFields object(String name) {
        named(name, 0, JsonGenerator::writeStartObject);
        return new JsonCopy(output, false, false);
    }

    @Override
    public JsonFields array(String name) {
        named(name, 0, JsonGenerator::writeStartArray);
        return new JsonCopy(output, false, true);
    }

    @Override
    public void scalar(String name, Kind kind, String text) {
        named(name, text.length(), json -> {
            switch (kind) {
                case NUMBER -> json.writeNumber(text);
                case BOOLEAN -> json.writeBoolean(Boolean.parseBoolean(text));
                default -> json.writeNull();
            }
        });
    }

    @Override
    public void end() {
        write(0, isArray ? JsonGenerator::writeEndArray : JsonGenerator::writeEndObject);
        if (isRoot) {
            write(0, JsonGenerator::flush);
            output.copied.accept(output.bytes.toString(StandardCharsets.UTF_8));
        }
    }

    private void named(String name, int length, Step value) {
        write(name.length() + length, json -> {
            if (!isArray) {
                json.writeFieldName(name);
            }
            value.write(json);
        });
    }

    private void write(int length, Step step) {
        output.requireRoom(length);
        try {
            step.write(output.json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
