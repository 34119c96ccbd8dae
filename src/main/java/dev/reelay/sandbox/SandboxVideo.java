package dev.reelay.sandbox;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

import io.quarkus.runtime.annotations.RegisterForReflection;

import dev.reelay.sandbox.render.FrameSize;
import dev.reelay.sandbox.render.Scene;

/**
 * A video of the sandbox. The record on disk has exactly these fields.
 *
 * @param seconds
 *        the length of the clip
 * @param settledAt
 *        the time at which it completed or failed
 * @param image
 *        the file name of the reference image, in the directory of the record
 */
@RegisterForReflection
public record SandboxVideo(String id, Status status, String prompt, String model, FrameSize size, int seconds,
        Instant createdAt, Optional<Instant> settledAt, Optional<String> image, Optional<String> idempotencyKey,
        Optional<Failure> failure) {

    /** The states of contract 6: {@code SUBMITTED -> IN_PROGRESS -> COMPLETED | FAILED}. */
    public enum Status {
        SUBMITTED,
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }

    @RegisterForReflection
    record Failure(String code, String message) {
    }

    SandboxVideo started() {
        return with(Status.IN_PROGRESS, Optional.empty(), Optional.empty());
    }

    SandboxVideo completed(Instant now) {
        return with(Status.COMPLETED, Optional.of(now), Optional.empty());
    }

    SandboxVideo failed(String code, String message, Instant now) {
        return with(Status.FAILED, Optional.of(now), Optional.of(new Failure(code, message)));
    }

    Directives directives() {
        return Directives.of(prompt);
    }

    /** Returns the scene of the clip; the flags of the prompt are not part of it. */
    public Scene scene(Optional<Path> imageFile) {
        return Scene.of(Directives.withoutFlags(prompt), size, seconds, imageFile);
    }

    boolean isTerminal() {
        return settledAt.isPresent();
    }

    private SandboxVideo with(Status next, Optional<Instant> end, Optional<Failure> why) {
        return new SandboxVideo(id, next, prompt, model, size, seconds, createdAt, end, image, idempotencyKey, why);
    }
}
