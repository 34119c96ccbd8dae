package dev.reelay.upstream;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jboss.resteasy.reactive.client.api.ClientMultipartForm;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;

import dev.reelay.upstream.Submission.OutcomeUnknown;
import dev.reelay.upstream.Submission.RetryLater;
import dev.reelay.video.ReferenceImage;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoSpec;

/**
 * The upstream, in the domain's words. A create never fails: whatever happens to it is a {@link Submission}. A status
 * request waits for its permit, and fails where nothing was learnt, with {@link UpstreamException} or what the network said.
 */
@ApplicationScoped
public class Upstream {
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(2);

    private final AccountSettings target;
    private final SoraApi api;
    private final AccountPool accounts;
    private final SoraResponseParser answers;
    private final TypedGuard<Uni<Submission>> creates;
    private final TypedGuard<Uni<UpstreamResponse>> createCalls;
    private final TypedGuard<Uni<UpstreamStatus>> reads;
    private final TypedGuard<Uni<UpstreamResponse>> readCalls;

    Upstream(UpstreamConfig config, AccountSettings target, SoraApi api, AccountPool accounts, ObjectMapper json) {
        this.target = target;
        this.api = api;
        this.accounts = accounts;
        this.answers = new SoraResponseParser(json);
        this.creates = Resilience.forCreates(config);
        this.createCalls = Resilience.forCalls(Operation.CREATE, config, config.createTimeout());
        this.reads = Resilience.forStatus(config);
        this.readCalls = Resilience.forCalls(Operation.STATUS, config, config.statusTimeout());
    }

    /** Sends a create, under the video's id as its {@code Idempotency-Key}. */
    public Uni<Submission> submit(String account, VideoId id, VideoSpec spec, Optional<ReferenceImage> image) {
        return creates
                .get(() -> accounts.request(account, Operation.CREATE, key -> createCalls.get(
                        () -> api.create(key, id.value(), form(spec, image)).map(UpstreamResponse::of)))
                        .map(answers::submission))
                .onFailure().recoverWithItem(Upstream::onTransportFailure)
                .chain(outcome -> accounts.classify(account, outcome));
    }

    /** How a video is that the account's upstream took. */
    public Uni<UpstreamStatus> status(String account, String upstreamId) {
        return reads.get(() -> accounts.request(account, Operation.STATUS, key -> readCalls.get(
                () -> api.status(key, upstreamId).map(UpstreamResponse::of)))
                .map(answers::status));
    }

    /** The names of the accounts that videos can be given to. */
    public Set<String> accounts() {
        return target.accounts().keySet();
    }

    /** How often a running video is to be asked about. */
    public Duration pollInterval() {
        return target.pollInterval();
    }

    /** May a create whose outcome is unknown be sent once more? */
    public boolean idempotentCreates() {
        return target.idempotentCreates();
    }

    /** How many requests one account may send in any minute; 0 is no limit. */
    public int requestsPerMinute() {
        return target.requestsPerMinute();
    }

    /** How many videos of one account may be open at the upstream. */
    public int concurrentVideos() {
        return target.concurrentVideos();
    }

    /** Are such calls made, on this node? */
    CircuitBreakerState breaker(Operation operation) {
        return Resilience.breaker(operation);
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
    private static Submission onTransportFailure(Throwable failure) {
        if (failure instanceof NoPermitException noPermit) {
            return new RetryLater(noPermit.getMessage(), Duration.ZERO); // the account waits, not the video
        }
        if (failure instanceof CircuitBreakerOpenException || failure instanceof BulkheadException) {
            return new RetryLater("calls are suspended", WAIT_FOR_CONNECTION);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                return new RetryLater("no connection", WAIT_FOR_CONNECTION);
            }
        }
        return new OutcomeUnknown(
                failure instanceof UpstreamException ? failure.getMessage() : failure.getClass().getSimpleName());
    }
}
