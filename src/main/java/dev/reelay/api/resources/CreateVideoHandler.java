package dev.reelay.api.resources;

import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.access.AccessControl;
import dev.reelay.access.Caller;
import dev.reelay.access.CallerKey;
import dev.reelay.api.http.ApiPaths;
import dev.reelay.api.http.AuthenticationFilter;
import dev.reelay.api.http.DurationParams;
import dev.reelay.api.http.RateLimitHeaders;
import dev.reelay.api.http.RequestId;
import dev.reelay.api.upload.CreateVideoFields;
import dev.reelay.api.upload.Upload;
import dev.reelay.error.ReelayException;
import dev.reelay.pipeline.Pipeline;
import dev.reelay.store.VideoCreation;
import dev.reelay.telemetry.VideoLog;
import dev.reelay.telemetry.VideoTraces;
import dev.reelay.video.CreateVideo;
import dev.reelay.video.Fingerprint;
import dev.reelay.video.Video;
import dev.reelay.video.VideoSpec;

/** Stores the video of a create and wakes the pipeline. */
@ApplicationScoped
class CreateVideoHandler {
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final int KEY_LENGTH = 255;

    private final CreateParameters parameters;
    private final AdmittedCreation admissions;
    private final AccessControl access;
    private final Pipeline pipeline;
    private final VideoLog log;
    private final VideoTraces traces;

    CreateVideoHandler(CreateParameters parameters, AdmittedCreation admissions, AccessControl access, Pipeline pipeline,
            VideoLog log, VideoTraces traces) {
        this.parameters = parameters;
        this.admissions = admissions;
        this.access = access;
        this.pipeline = pipeline;
        this.log = log;
        this.traces = traces;
    }

    /**
     * Validates the fields, stores the video and wakes the pipeline, which sends the create to the upstream afterwards. A
     * replay of an earlier create returns the earlier video.
     *
     * @return the stored video; fails with a {@link ReelayException} if a field is invalid or a limit is reached
     */
    Uni<Video> create(Upload upload, RoutingContext request) {
        Instant since = Instant.now();
        CreateVideoFields form = upload.fields();
        VideoSpec spec = parameters.spec(form, request);
        form.requireOptions();
        Optional<String> key = idempotencyKey(request);
        var deadline = DurationParams.deadline(Optional.ofNullable(request.request().getHeader("Cancel-After")),
                form.deadline());
        Caller caller = AuthenticationFilter.callerOf(request);
        // The limit of creates counts stored videos only, and a fetch comes before.
        form.imageUrl().ifPresent(url -> RateLimitHeaders.REQUESTS.put(request.response(), access.admitRead(caller)));
        return parameters.webhookUrl(form)
                .chain(url -> upload.image().map(image -> new CreateVideo(caller.owner(), caller.key().map(CallerKey::id), spec,
                        image.map(CreateVideoFields.Image::reference),
                        Fingerprint.of(spec, url, image.map(CreateVideoFields.Image::sha256).orElse(new byte[0])), key,
                        isRepetition(request), deadline, url, parameters.price(spec))))
                .chain(create -> admissions.admit(create, caller, request.response()))
                .invoke(result -> respond(result, request))
                .invoke(result -> traces.created(result.video(), result.replayed(), ApiPaths.VIDEOS, request.request(),
                        since))
                .map(VideoCreation.Result::video);
    }

    private void respond(VideoCreation.Result result, RoutingContext request) {
        if (result.replayed()) {
            request.response().putHeader("Idempotent-Replayed", "true");
        } else {
            RequestId.about(request, () -> log.created(result.video()));
            pipeline.wake();
        }
    }

    private static Optional<String> idempotencyKey(RoutingContext request) {
        Optional<String> key = Optional.ofNullable(request.request().getHeader(IDEMPOTENCY_KEY));
        if (key.isPresent() && (key.get().isBlank() || key.get().length() > KEY_LENGTH)) {
            throw ReelayException.invalid(IDEMPOTENCY_KEY,
                    "Header Idempotency-Key must have 1 to %d characters".formatted(KEY_LENGTH));
        }
        return key;
    }

    /** Returns true for a retry of an OpenAI SDK, which sends a retry count but no {@code Idempotency-Key}. */
    private static boolean isRepetition(RoutingContext request) {
        String count = request.request().getHeader("X-Stainless-Retry-Count");
        return count != null && count.matches("[1-9][0-9]{0,5}");
    }
}
