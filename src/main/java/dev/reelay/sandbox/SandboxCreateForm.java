package dev.reelay.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

import dev.reelay.sandbox.render.FrameSize;
import dev.reelay.sandbox.render.ImageFormat;

/** The unchecked fields of a create; each may be absent. */
class SandboxCreateForm {
    private static final String MODEL = "sora-2";
    private static final Set<String> SECONDS = Set.of("10", "15");
    private static final int PROMPT_LIMIT = 1000;
    private static final long IMAGE_LIMIT = 10 * 1024 * 1024;

    @RestForm
    @Nullable
    String prompt;

    @RestForm
    @Nullable
    String model;

    @RestForm
    @Nullable
    String size;

    @RestForm
    @Nullable
    String seconds;

    @RestForm("input_reference")
    @Nullable
    FileUpload inputReference;

    /** The checked parameters of a create. */
    record Parameters(String prompt, String model, FrameSize size, int seconds, Optional<Path> image,
            Optional<ImageFormat> imageFormat) {
    }

    /**
     * Checks the fields in the order of contract 2. Blocks while it reads the first bytes of the image.
     *
     * @throws SandboxException for the first field that is missing or invalid
     */
    Parameters parameters() {
        String text = required("prompt", prompt);
        check(text.codePointCount(0, text.length()) < PROMPT_LIMIT, "prompt must be shorter than 1000 characters");
        String name = required("model", model);
        check(name.equals(MODEL), "Invalid value for model: must be sora-2");
        FrameSize frameSize = FrameSize.parse(required("size", size))
                .orElseThrow(() -> SandboxException.invalid("Invalid value for size: must be 1280x720 or 720x1280"));
        String length = required("seconds", seconds);
        check(SECONDS.contains(length), "Invalid value for seconds: must be 10 or 15");
        Optional<Path> image = Optional.ofNullable(inputReference).map(FileUpload::uploadedFile);
        return new Parameters(text, name, frameSize, Integer.parseInt(length), image, image.map(SandboxCreateForm::format));
    }

    private static String required(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw SandboxException.invalid("Missing required parameter: " + name);
        }
        return value;
    }

    private static ImageFormat format(Path image) {
        try {
            check(Files.size(image) < IMAGE_LIMIT, "input_reference must be smaller than 10MB");
            return ImageFormat.of(image)
                    .orElseThrow(() -> SandboxException.invalid("input_reference must be a PNG or JPEG image"));
        } catch (IOException e) {
            throw SandboxException.invalid("input_reference cannot be read");
        }
    }

    private static void check(boolean valid, String message) {
        if (!valid) {
            throw SandboxException.invalid(message);
        }
    }
}
