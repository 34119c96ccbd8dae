package dev.reelay.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;

import dev.reelay.outbound.HostResolver;
import dev.reelay.outbound.OutboundClient;
import dev.reelay.outbound.OutboundGuard;
import dev.reelay.testing.Waits;
import dev.reelay.webhook.WebhookReceiver;
import dev.reelay.webhook.WebhookReceiver.Arrival;
import dev.reelay.webhook.delivery.WebhookConfigs;
import dev.reelay.webhook.delivery.WebhookSender;
import dev.reelay.webhook.delivery.WebhookSignature;

/** Lets the libraries that receivers use judge the signature of a delivery. */
class WebhookClientsTest {
    private static final String BODY = "{\"id\":\"evt_1\",\"object\":\"event\",\"created_at\":1700000000,"
            + "\"type\":\"video.completed\",\"data\":{\"prompt\":\"Grüße, 世界 🎬\"}}";
    /** An argument of a process need not be able to carry other characters. */
    private static final ObjectMapper ASCII = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final String FOREIGN = WebhookSignature.newSecret();
    private static final List<String> SECRETS = List.of(WebhookSignature.newSecret(), WebhookSignature.newSecret());

    private final Vertx vertx = Vertx.vertx();
    private final WebhookReceiver receiver = new WebhookReceiver();

    @BeforeEach
    void deliver() {
        OutboundClient client = new OutboundClient(vertx, new OutboundGuard(vertx, HostResolver.SYSTEM),
                new HttpClientOptions(), "1.2", Waits.LIMIT);
        assertThat(new WebhookSender(client, WebhookConfigs.OPEN)
                .send(receiver.url(), "evt_1", SECRETS, Buffer.buffer(BODY)).await().atMost(Waits.LIMIT).isSuccess()).isTrue();
    }

    @AfterEach
    void stop() {
        receiver.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(strings = { "standardwebhooks", "svix", "openai" })
    void libraryOfNodeVerifiesEachSecretAndRejectsChanges(String library) throws Exception {
        Arrival arrival = receiver.arrivals().get(0);

        NodeClient.run(library, "webhooks.mjs", Map.of(), library, ASCII.writeValueAsString(
                Map.of("headers", arrival.headers(), "body", arrival.body(), "secrets", SECRETS, "foreign", FOREIGN)));
    }

    @Test
    void libraryOfJavaVerifiesEachSecretAndRejectsChanges() throws WebhookVerificationException {
        Arrival arrival = receiver.arrivals().get(0);
        Map<String, List<String>> headers = arrival.headers().entrySet().stream()
                .collect(Collectors.toMap(Entry::getKey, header -> List.of(header.getValue())));

        for (String secret : SECRETS) {
            new Webhook(secret).verify(arrival.body(), headers);
        }
        assertThatExceptionOfType(WebhookVerificationException.class)
                .isThrownBy(() -> new Webhook(FOREIGN).verify(arrival.body(), headers));
        assertThatExceptionOfType(WebhookVerificationException.class)
                .isThrownBy(() -> new Webhook(SECRETS.get(0)).verify(arrival.body() + " ", headers));
    }
}
