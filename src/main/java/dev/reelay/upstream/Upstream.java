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

import dev.reelay.upstream.account.AccountPool;
import dev.reelay.upstream.account.AccountSettings;
import dev.reelay.upstream.account.NoPermitException;
import dev.reelay.upstream.account.Operation;
import dev.reelay.upstream.account.UpstreamConfig;
import dev.reelay.upstream.dialect.Submission;
import dev.reelay.upstream.dialect.Submission.OutcomeUnknown;
import dev.reelay.upstream.dialect.Submission.RetryLater;
import dev.reelay.upstream.dialect.UpstreamException;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.upstream.dialect.UpstreamStatus;
import dev.reelay.video.ReferenceImage;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoSpec;

/**
 * Facade of the upstream: creates videos and reads their status. A create never fails; its outcome is always a
 * {@link Submission}. A status request waits for its permit, and fails with {@link UpstreamException} after an unusable
 * response, or with the exception of the HTTP client.
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

    /** Sends a create with the video's id as its {@code Idempotency-Key}. */
    public Uni<Submission> submit(String account, VideoId id, VideoSpec spec, Optional<ReferenceImage> image) {
        return creates
                .get(() -> accounts.request(account, Operation.CREATE, key -> createCalls.get(
                        () -> api.create(key, id.value(), form(spec, image)).map(UpstreamResponse::of)))
                        .map(answers::submission))
                .onFailure().recoverWithItem(Upstream::onTransportFailure)
                .chain(outcome -> accounts.classify(account, outcome));
    }

    /**
     * Returns the current status of a video at the upstream.
     *
     * @param account name of the account that submitted the video
     * @param upstreamId the upstream's id of the video
     */
    public Uni<UpstreamStatus> status(String account, String upstreamId) {
        return reads.get(() -> accounts.request(account, Operation.STATUS, key -> readCalls.get(
                () -> api.status(key, upstreamId).map(UpstreamResponse::of)))
                .map(answers::status));
    }

    /** Returns the names of the configured accounts. */
    public Set<String> accounts() {
        return target.accounts().keySet();
    }

    /** Returns the interval between two status polls of a running video. */
    public Duration pollInterval() {
        return target.pollInterval();
    }

    /** Returns whether a create with an unknown outcome may be sent again. */
    public boolean idempotentCreates() {
        return target.idempotentCreates();
    }

    /** Returns how many requests one account may send in a minute; 0 means no limit. */
    public int requestsPerMinute() {
        return target.requestsPerMinute();
    }

    /** Returns how many videos of one account may be open at the upstream. */
    public int concurrentVideos() {
        return target.concurrentVideos();
    }

    /** Returns the state of this node's circuit breaker for an operation. */
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

    /** Returns the outcome of a failed call: without a connection nothing was sent, otherwise the create may have arrived. */
    private static Submission onTransportFailure(Throwable failure) {
        if (failure instanceof NoPermitException noPermit) {
            return new RetryLater(noPermit.getMessage(), Duration.ZERO); // another account may submit the video at once
        }
        if (failure instanceof CircuitBreakerOpenException || failure instanceof BulkheadException) {
            return new RetryLater("the circuit breaker is open or the bulkhead is full", WAIT_FOR_CONNECTION);
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
