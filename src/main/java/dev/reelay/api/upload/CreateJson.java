package dev.reelay.api.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reelay.api.body.JsonFields;
import dev.reelay.api.body.ValueSink;

/** Reads the fields of a create from JSON, in the format of OpenAI's Videos API. */
final class CreateJson implements JsonFields {
    private final FieldCollector fields;

    CreateJson(FieldCollector fields) {
        this.fields = fields;
    }

    @Override
    public ValueSink string(String name) {
        if (name.equals(CreateVideoFields.IMAGE)) {
            return fields.image(true);
        }
        if (name.equals(CreateVideoFields.OPTIONS)) {
            rejectOptions();
        }
        return FieldCollector.isText(name) ? fields.text(name, UTF_8) : ValueSink.IGNORED;
    }

    @Override
    public JsonFields object(String name) {
        if (name.equals(CreateVideoFields.IMAGE)) {
            return new ImageObject();
        }
        if (name.equals(CreateVideoFields.OPTIONS)) {
            return fields.options();
        }
        rejectIfText(name);
        return IGNORED;
    }

    /** Accepts numbers as texts, such as {@code "seconds": 10}. */
    @Override
    public void scalar(String name, Kind kind, String text) {
        if (kind == Kind.NUMBER && FieldCollector.isText(name)) {
            byte[] number = text.getBytes(UTF_8);
            ValueSink sink = fields.text(name, UTF_8);
            sink.write(number, 0, number.length);
            sink.end();
        } else if (kind != Kind.NULL && name.equals(CreateVideoFields.IMAGE)) {
            rejectImage();
        } else if (kind != Kind.NULL && name.equals(CreateVideoFields.OPTIONS)) {
            rejectOptions();
        } else if (kind != Kind.NULL) {
            rejectIfText(name);
        }
    }

    @Override
    public void end() {
        // The fields are checked when all are there.
    }

    private void rejectIfText(String name) {
        if (FieldCollector.isText(name)) {
            fields.reject(name, "Parameter %s must be a string".formatted(name));
        }
    }

    private void rejectOptions() {
        fields.reject(CreateVideoFields.OPTIONS, "Parameter provider_options must be an object");
    }

    private void rejectImage() {
        fields.reject(CreateVideoFields.IMAGE,
                "Parameter input_reference must be a data URL or an https URL, or an object with one as image_url");
    }

    /** The object form of the reference image. */
    private final class ImageObject implements JsonFields {
        private static final String URL = "image_url";

        @Override
        public ValueSink string(String name) {
            checkName(name);
            return name.equals(URL) ? fields.image(true) : ValueSink.IGNORED;
        }

        @Override
        public JsonFields object(String name) {
            scalar(name, Kind.ARRAY, "");
            return IGNORED;
        }

        @Override
        public void scalar(String name, Kind kind, String text) {
            checkName(name);
            if (name.equals(URL)) {
                rejectImage();
            }
        }

        @Override
        public void end() {
            if (!fields.has(CreateVideoFields.IMAGE)) {
                rejectImage();
            }
        }

        private void checkName(String name) {
            if (name.equals("file_id")) {
                fields.rejectFileId();
            }
        }
    }
}
