package dev.reelay.api.upload;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import dev.reelay.api.body.FormFields;
import dev.reelay.api.body.PartHeaders;
import dev.reelay.api.body.ValueSink;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/** Reads the fields of a create from a form: those of the base format, and the names of OpenAI's SDKs. */
final class CreateForm implements FormFields {
    private static final String IMAGE_URL = CreateVideoFields.IMAGE + "[image_url]";
    private static final String FILE_ID = CreateVideoFields.IMAGE + "[file_id]";

    private final FieldCollector fields;

    CreateForm(FieldCollector fields) {
        this.fields = fields;
    }

    /**
     * Returns the receiver of a field. An image is not always a file: OpenAI's Java SDK sends bytes without a file name.
     *
     * @throws ReelayException with {@code invalid_request} for a text in an unknown character set
     */
    @Override
    public ValueSink part(PartHeaders headers) {
        String name = headers.name().orElse("");
        if (name.equals(CreateVideoFields.IMAGE) || name.equals(IMAGE_URL)) {
            return fields.image(headers.isText());
        }
        if (name.equals(CreateVideoFields.OPTIONS)) {
            return fields.optionsText();
        }
        if (name.equals(FILE_ID)) {
            fields.rejectFileId();
        } else if (FieldCollector.isText(name)) {
            if (!headers.isFile()) {
                return fields.text(name, charset(headers));
            }
            fields.reject(name, "Parameter %s must be text, not a file".formatted(name));
        }
        return ValueSink.IGNORED;
    }

    private static Charset charset(PartHeaders headers) {
        try {
            return headers.charset().map(Charset::forName).orElse(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException unknown) {
            throw new ReelayException(ErrorCode.INVALID_REQUEST, "The form has a text in an unknown character set");
        }
    }
}
