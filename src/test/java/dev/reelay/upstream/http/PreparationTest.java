package dev.reelay.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.smallrye.mutiny.Uni;

import dev.reelay.testing.Waits;
import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.NotSubmittedException;
import dev.reelay.upstream.dialect.UpstreamResponse;

class PreparationTest {
    private static final UpstreamResponse CREATED = http(201);

    private int creates;

    @ParameterizedTest
    @ValueSource(ints = { 200, 201, 204 })
    void createFollowsASuccess(int status) {
        assertThat(after(Uni.createFrom().item(http(status)))).isEqualTo(CREATED);
        assertThat(creates).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = { 400, 401, 413, 429 })
    void clientErrorStandsForTheResponseToTheCreate(int status) {
        assertThat(after(Uni.createFrom().item(http(status)))).isEqualTo(http(status));
        assertThat(creates).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = { 302, 500, 503 })
    void otherStatusMeansThatNothingWasSubmitted(int status) {
        assertNotSubmitted(Uni.createFrom().item(http(status)));
    }

    @Test
    void brokenConnectionMeansThatNothingWasSubmitted() {
        assertNotSubmitted(Uni.createFrom().failure(new IOException("reset")));
    }

    @Test
    void hangingPreparationEndsInHalfOfTheTime() {
        assertNotSubmitted(Uni.createFrom().nothing());
    }

    @Test
    void failureOfTheCreateItselfIsNotThatOfItsPreparation() {
        IOException broken = new IOException("reset");

        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> Preparation.then(account(),
                Uni.createFrom().item(http(200)), ready -> Uni.createFrom().failure(broken)).await().atMost(Waits.LIMIT))
                .withCause(broken);
    }

    private void assertNotSubmitted(Uni<UpstreamResponse> preparation) {
        assertThatExceptionOfType(NotSubmittedException.class).isThrownBy(() -> after(preparation));
        assertThat(creates).isZero();
    }

    private UpstreamResponse after(Uni<UpstreamResponse> preparation) {
        return Preparation.then(account(), preparation, ready -> Uni.createFrom().item(() -> {
            creates++;
            return CREATED;
        })).await().atMost(Waits.LIMIT);
    }

    private static Account account() {
        return Account.of("a", () -> URI.create("http://127.0.0.1"), "k", Duration.ofMillis(100), Duration.ofMillis(100));
    }

    private static UpstreamResponse http(int status) {
        return new UpstreamResponse(status, "{}", Optional.empty(), Optional.empty());
    }
}
