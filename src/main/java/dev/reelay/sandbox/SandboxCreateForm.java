package dev.reelay.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

import dev.reelay.sandbox.render.FrameSize;
import dev.reelay.sandbox.render.ImageFormat;

/** The unchecked fields of a create; each may be absent. */
class SandboxCreateForm {
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

    /** A model of the sandbox with the values that it accepts. */
    private record Model(String name, List<FrameSize> sizes, List<String> seconds, boolean takesImage) {
        /** The model of the contract, and a small one that is ready soon. */
        static final List<Model> ALL = List.of(
                new Model("sora-2", List.of(FrameSize.LANDSCAPE, FrameSize.PORTRAIT), List.of("10", "15"), true),
                new Model("sandbox-preview",
                        List.of(FrameSize.SMALL_LANDSCAPE, FrameSize.SMALL_PORTRAIT, FrameSize.SMALL_SQUARE),
                        List.of("2", "4", "6", "8"), false));
    }

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
        Model known = Model.ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow(
                () -> SandboxException.invalid("Invalid value for model: must be sora-2 or sandbox-preview"));
        FrameSize frameSize = FrameSize.parse(required("size", size)).filter(known.sizes()::contains).orElseThrow(
                () -> SandboxException.invalid("Invalid value for size: must be " + known.sizes().stream()
                        .map(FrameSize::toString).collect(Collectors.joining(" or "))));
        String length = required("seconds", seconds);
        check(known.seconds().contains(length),
                "Invalid value for seconds: must be " + String.join(" or ", known.seconds()));
        Optional<Path> image = Optional.ofNullable(inputReference).map(FileUpload::uploadedFile);
        check(image.isEmpty() || known.takesImage(), "The model %s takes no input_reference".formatted(name));
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
