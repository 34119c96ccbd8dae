package dev.reelay.api.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.reelay.api.body.JsonCopy;
import dev.reelay.api.body.JsonFields;
import dev.reelay.api.body.ValueSink;
import dev.reelay.error.ReelayException;

/**
 * Collects the fields of a create from any form of its body. It keeps the problem of a field until the end, because the
 * contract orders the fields, and a body may have another order (contract 2).
 */
final class FieldCollector {
    private static final Set<String> TEXTS = Set.of("prompt", "model", "size", "seconds", CreateVideoFields.DEADLINE,
            CreateVideoFields.WEBHOOK_URL);
    private static final int OPTIONS_BYTES = 8 * 1024;

    private final int textLimit;
    private final Supplier<ImageFile> newFile;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, ReelayException> problems = new HashMap<>();
    private final Set<String> received = new HashSet<>();
    private Optional<ImageSink> image = Optional.empty();

    /**
     * @param textLimit each text must have fewer Unicode code points
     * @param newFile opens the file of the image
     */
    FieldCollector(int textLimit, Supplier<ImageFile> newFile) {
        this.textLimit = textLimit;
        this.newFile = newFile;
    }

    /** Returns true if a create has a text field of that name. */
    static boolean isText(String name) {
        return TEXTS.contains(name);
    }

    /** Returns the receiver of a text field. */
    ValueSink text(String name, Charset charset) {
        return isFirst(name) ? new TextSink(name, charset, textLimit, value -> texts.put(name, value)) : ValueSink.IGNORED;
    }

    /** Returns the receiver of the options for providers, a JSON object. */
    JsonFields options() {
        return isFirst(CreateVideoFields.OPTIONS)
                ? JsonCopy.of(OPTIONS_BYTES, FieldCollector::optionsTooLong, json -> texts.put(CreateVideoFields.OPTIONS, json))
                : JsonFields.IGNORED;
    }

    /** Returns the receiver of the options for providers, JSON as the text of a form's field. */
    ValueSink optionsText() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        return !isFirst(CreateVideoFields.OPTIONS) ? ValueSink.IGNORED : new ValueSink() {
            @Override
            public void write(byte[] bytes, int from, int to) {
                if (text.size() + to - from > OPTIONS_BYTES) {
                    throw optionsTooLong();
                }
                text.write(bytes, from, to - from);
            }

            @Override
            public void end() {
                texts.put(CreateVideoFields.OPTIONS, text.toString(UTF_8));
            }
        };
    }

    private static ReelayException optionsTooLong() {
        return ReelayException.invalid(CreateVideoFields.OPTIONS,
                "Parameter provider_options is too long: it must have at most %d bytes".formatted(OPTIONS_BYTES));
    }

    /** Returns the receiver of the reference image. */
    ValueSink image(boolean mustBeUrl) {
        if (!isFirst(CreateVideoFields.IMAGE)) {
            return ValueSink.IGNORED;
        }
        image = Optional.of(new ImageSink(mustBeUrl, newFile));
        return image.get();
    }

    void rejectFileId() {
        reject(CreateVideoFields.IMAGE, "Parameter input_reference cannot be a file id: send the image itself");
    }

    /** Sets the problem of a field, unless it has one. */
    void reject(String name, String problem) {
        problems.putIfAbsent(name, ReelayException.invalid(name, problem));
    }

    /** Returns true if a field was received, with a problem or without. */
    boolean has(String name) {
        return received.contains(name) || problems.containsKey(name);
    }

    /** Returns the file of the image, if it has begun. */
    Optional<ImageFile> file() {
        return image.flatMap(ImageSink::file);
    }

    /** Returns the fields, after the end of the body. */
    CreateVideoFields fields() {
        Optional<String> url = image.flatMap(ImageSink::url);
        Optional<CreateVideoFields.Image> valid = url.isPresent() ? Optional.empty() : image.flatMap(this::validImage);
        texts.keySet().removeAll(problems.keySet());
        boolean usable = !problems.containsKey(CreateVideoFields.IMAGE);
        return new CreateVideoFields(Map.copyOf(texts), Map.copyOf(problems), valid.filter(found -> usable),
                url.filter(found -> usable));
    }

    private Optional<CreateVideoFields.Image> validImage(ImageSink sink) {
        try {
            return Optional.of(sink.image());
        } catch (ReelayException invalid) {
            problems.putIfAbsent(CreateVideoFields.IMAGE, invalid);
            return Optional.empty();
        }
    }

    private boolean isFirst(String name) {
        if (!received.add(name)) {
            reject(name, "Parameter %s was sent more than once".formatted(name));
            return false;
        }
        return true;
    }
}
