package dev.reelay.webhook;

import static dev.reelay.testing.TestDatabase.freshKey;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;

import dev.reelay.testing.FaultProxy;
import dev.reelay.testing.FaultProxy.Direction;
import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.webhook.Hooks.Endpoint;
import dev.reelay.webhook.WebhookReceiver.Arrival;

/** Deliveries through a network with faults: each event arrives at least once, and always with the same id. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class WebhookNetworkTest {
    private static final int WITHIN_THE_REQUEST = 200;
    private static final int WITHIN_THE_RESPONSE = 10;

    private final WebhookReceiver receiver = new WebhookReceiver();
    private final FaultProxy network = FaultProxy.to("127.0.0.1", receiver.port());
    private final Hooks hooks = new Hooks(freshKey());

    @AfterEach
    void close() {
        network.close();
        receiver.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("silence", FaultProxy::silence),
                fault("no responses", network -> network.halfOpen(Direction.TO_CLIENT)),
                fault("reset within the request", network -> network.resetAfter(Direction.TO_SERVER, WITHIN_THE_REQUEST)),
                fault("reset within the response", network -> network.resetAfter(Direction.TO_CLIENT, WITHIN_THE_RESPONSE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void failedTryIsRepeatedWithTheSameId(String name, Consumer<FaultProxy> fault) {
        Endpoint endpoint = hooks.create("http://127.0.0.1:" + network.port() + "/hook");
        fault.accept(network);
        hooks.test(endpoint);
        hooks.awaitDelivery(endpoint, delivery -> delivery.getValue("last_error") != null);

        network.lift();

        JsonObject delivery = hooks.awaitStatus(endpoint, "delivered");
        assertThat(delivery.getInteger("tries")).isGreaterThan(1);
        assertThat(receiver.arrivals()).isNotEmpty().extracting(Arrival::id).containsOnly(delivery.getString("event_id"));
    }

    @Test
    void slowNetworkDelaysDelivery() {
        Endpoint endpoint = hooks.create("http://127.0.0.1:" + network.port() + "/hook");
        network.bandwidth(5000);
        hooks.test(endpoint);

        assertThat(hooks.awaitStatus(endpoint, "delivered").getInteger("tries")).isEqualTo(1);
        await().until(() -> receiver.arrivals().size() == 1);
    }

    private static Arguments fault(String name, Consumer<FaultProxy> fault) {
        return Arguments.of(name, fault);
    }
}
