package dev.reelay.webhook.delivery;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;

import dev.reelay.outbound.OutboundClient;
import dev.reelay.outbound.OutboundFailures;
import dev.reelay.outbound.OutboundRequest;
import dev.reelay.outbound.RefusedUrlException;
import dev.reelay.outbound.UrlPolicy;

/** Sends events to the URLs of clients. */
@ApplicationScoped
public class WebhookSender {
    private static final Logger LOG = Logger.getLogger(WebhookSender.class);

    private final OutboundClient client;
    private final UrlPolicy policy;

    public WebhookSender(OutboundClient client, WebhookConfig config) {
        this.client = client;
        this.policy = config.policy();
    }

    /**
     * Tries once to deliver an event, within {@link OutboundClient#LIMIT}. Cancelling the subscription closes the connection.
     *
     * @param id the id of the event, which is the same on each try
     * @param secrets at least one secret; the event is signed with each
     * @param body the event as JSON
     * @return never fails because of the URL or its server; {@link Attempt} has the error
     */
    public Uni<Attempt> send(String url, String id, List<String> secrets, Buffer body) {
        return Uni.createFrom().deferred(() -> client.exchange(request(url, id, secrets, body), policy, AttemptReader::read)
                .onFailure().recoverWithItem(failure -> failed(id, failure)))
                .onFailure(RefusedUrlException.class).recoverWithItem(refused -> failed(id, refused));
    }

    private static Attempt failed(String id, Throwable failure) {
        LOG.debugf("Delivery of %s failed: %s", id, failure);
        return Attempt.failed(OutboundFailures.explain(failure));
    }

    private OutboundRequest request(String url, String id, List<String> secrets, Buffer body) {
        Map<String, String> headers = new HashMap<>(WebhookSignature.headers(id, Instant.now(), secrets, body));
        headers.put("Content-Type", "application/json");
        return new OutboundRequest(HttpMethod.POST, policy.parse(url), headers, body);
    }
}
