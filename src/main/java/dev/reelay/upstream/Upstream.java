package dev.reelay.upstream;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.util.TypeLiteral;

import org.jboss.resteasy.reactive.client.api.ClientMultipartForm;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;

import dev.reelay.upstream.Submission.Refused;
import dev.reelay.upstream.Submission.Uncertain;
import dev.reelay.video.ReferenceImage;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoSpec;

/**
 * The upstream, in the domain's words. A create never fails: whatever happens to it is a {@link Submission}. A status
 * request fails where nothing was learnt, with {@link UpstreamTrouble} or what the network said.
 */
@ApplicationScoped
public class Upstream {
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(2);

    private final UpstreamTarget target;
    private final UpstreamApi api;
    private final UpstreamAnswers answers;
    private final TypedGuard<Uni<Submission>> creates;
    private final TypedGuard<Uni<UpstreamStatus>> reads;

    Upstream(UpstreamConfig config, UpstreamTarget target, UpstreamApi api, ObjectMapper json) {
        this.target = target;
        this.api = api;
        this.answers = new UpstreamAnswers(json);
        this.creates = TypedGuard.create(new TypeLiteral<Uni<Submission>>() {
        })
                .withTimeout().duration(config.createTimeout().toMillis(), ChronoUnit.MILLIS).done()
                .build();
        this.reads = TypedGuard.create(new TypeLiteral<Uni<UpstreamStatus>>() {
        })
                .withTimeout().duration(config.statusTimeout().toMillis(), ChronoUnit.MILLIS).done()
                .withRetry().maxRetries(config.statusRetries()).delay(1, ChronoUnit.SECONDS).withExponentialBackoff().done()
                .done()
                .build();
    }

    /** Sends a create, under the video's id as its {@code Idempotency-Key}. */
    public Uni<Submission> submit(VideoId id, VideoSpec spec, Optional<ReferenceImage> image) {
        return creates.get(() -> api.create(target.apiKey(), id.value(), form(spec, image))
                .map(HttpAnswer::of).map(answers::submission))
                .onFailure().recoverWithItem(Upstream::broken);
    }

    /** How a video is that the upstream took. */
    public Uni<UpstreamStatus> status(String upstreamId) {
        return reads.get(() -> api.status(target.apiKey(), upstreamId).map(HttpAnswer::of).map(answers::status));
    }

    /** How often a running video is to be asked about. */
    public Duration pollInterval() {
        return target.pollInterval();
    }

    /** May a create whose outcome is unknown be sent once more? */
    public boolean idempotentCreates() {
        return target.idempotentCreates();
    }

    private static ClientMultipartForm form(VideoSpec spec, Optional<ReferenceImage> image) {
        ClientMultipartForm form = ClientMultipartForm.create()
                .attribute("prompt", spec.prompt(), null)
                .attribute("model", spec.model(), null)
                .attribute("size", spec.size(), null)
                .attribute("seconds", spec.seconds(), null);
        image.ifPresent(given -> form.binaryFileUpload("input_reference", given.type().fileName(), given.file().toString(),
                given.type().mediaType()));
        return form;
    }

    /** Where no connection was made, nothing was sent; in any other case it may have arrived. */
    private static Submission broken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                return new Refused("no connection", WAIT_FOR_CONNECTION);
            }
        }
        return new Uncertain(failure.getClass().getSimpleName());
    }
}
