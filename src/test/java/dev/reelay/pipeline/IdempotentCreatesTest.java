package dev.reelay.pipeline;

import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.upstream.FaultUpstream.CUT;
import static dev.reelay.upstream.FaultUpstream.HANG;
import static dev.reelay.upstream.FaultUpstream.accepted;
import static dev.reelay.upstream.FaultUpstream.json;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.upstream.FaultUpstream.Script;
import dev.reelay.upstream.TwoUpstreamsProfile;
import dev.reelay.video.VideoId;

/** At an upstream that honours {@code Idempotency-Key}, a create with an unknown outcome is repeated until it is known. */
@QuarkusTest
@TestProfile(TwoUpstreamsProfile.class)
class IdempotentCreatesTest {
    private final String prompt = "prompt " + UUID.randomUUID();
    private final Script upstream = script(prompt);
    private final List<String> accounts = new CopyOnWriteArrayList<>();

    @Inject
    Pool pool;

    static Stream<Arguments> createsThatMayHaveBeenAccepted() {
        return Stream.of(
                Arguments.of("cut connection", CUT),
                Arguments.of("no answer", HANG),
                Arguments.of("server error", json(500, "{}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("createsThatMayHaveBeenAccepted")
    void createWithUnknownOutcomeIsRepeated(String fault, Handler<RoutingContext> answer) {
        upstream.create(answer, accepted(prompt));

        String id = create(ALICE, prompt);

        awaitEnd(ALICE, id, "completed");
        assertThat(upstream.creates()).containsExactly(id, id);
    }

    /** The upstream of another account does not know the key and would make a second video. */
    @Test
    void repeatedCreateKeepsItsAccount() {
        upstream.create(seen(CUT), seen(json(429, "{}")), seen(accepted(prompt)));

        String id = create(ALICE, prompt);

        awaitEnd(ALICE, id, "completed");
        assertThat(upstream.creates()).containsExactly(id, id, id);
        assertThat(accounts.stream().distinct()).hasSize(1);
    }

    @Test
    void takenOverCreateIsRepeated() {
        String id = VideoId.random().value();

        pool.query("""
                insert into video (id, owner, status, prompt, model, size, seconds, fingerprint, account)
                values ('%s', 'alice', 'SUBMITTING', '%s', 'sora-2', '1280x720', '10', '', 'b')""".formatted(id, prompt))
                .executeAndAwait();

        awaitEnd(ALICE, id, "completed");
        assertThat(upstream.creates()).isNotEmpty().containsOnly(id);
    }

    private Handler<RoutingContext> seen(Handler<RoutingContext> answer) {
        return request -> {
            accounts.add(request.request().getHeader("Authorization"));
            answer.handle(request);
        };
    }
}
