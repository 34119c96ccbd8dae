package dev.reelay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectivesTest {

    @Test
    void textWithoutFlagsHasNoDirectives() {
        assertThat(Directives.of("a dog [close-up], fails: never, [fail], [slow:motion], stall"))
                .isEqualTo(Directives.of(""));
    }

    @Test
    void flagsAreFoundAtAnyPosition() {
        Directives directives = Directives.of("[flaky]一只狗[cut] runs [slow:2s][expired][stall]");

        assertThat(directives.flaky() && directives.cut() && directives.expired() && directives.stall()).isTrue();
        assertThat(directives.slow()).contains(Duration.ofSeconds(2));
    }

    @Test
    void withoutFlagsReturnsRestOfPrompt() {
        assertThat(Directives.withoutFlags("[slow:2s] a dog [close-up]$1[cut]")).isEqualTo("a dog [close-up]$1");
        assertThat(Directives.withoutFlags("[flaky][expired]")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({ "60s, 60000", "2m, 120000", "500ms, 500", "PT1.5S, 1500", "pt1m, 60000", "0s, 0" })
    void slowReadsDurations(String text, long millis) {
        assertThat(Directives.of("[slow:" + text + "]").slow()).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "s", "60", "60x", "99999999999s" })
    void malformedDurationIsIgnored(String text) {
        assertThat(Directives.of("[slow:" + text + "]").slow()).isEmpty();
    }

    @Test
    void slowVideoProgressesEvenly() {
        Directives directives = Directives.of("[slow:10s]");

        assertThat(directives.progressAfter(Duration.ZERO)).hasValue(0);
        assertThat(directives.progressAfter(Duration.ofSeconds(5))).hasValue(50);
        assertThat(directives.progressAfter(Duration.ofSeconds(11))).hasValue(99);
    }

    @Test
    void failingVideoStopsAtFortyPercent() {
        assertThat(Directives.of("[fail:x][slow:10s]").failsAfter()).contains(Duration.ofSeconds(4));
        assertThat(Directives.of("[slow:10s]").failsAfter()).isEmpty();
    }

    @Test
    void progressWithoutFlagsIsEmpty() {
        assertThat(Directives.of("a dog").progressAfter(Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void progressOfStalledVideoIsConstant() {
        Directives directives = Directives.of("[stall]");

        assertThat(directives.progressAfter(Duration.ofDays(1))).isEqualTo(directives.progressAfter(Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource({ "400, 400, invalid_request", "401, 401, authentication_error", "403, 403, insufficient_quota",
            "429, 429, rate_limit_exceeded", "500, 500, server_error", "503, 503, server_error",
            "content_policy_violation, 400, content_policy_violation", "odd_code, 400, odd_code" })
    void rejectByStatusOrCodeReturnsError(String named, int status, String code) {
        SandboxException refusal = SandboxException.named(named).orElseThrow();

        assertThat(refusal.status).isEqualTo(status);
        assertThat(refusal.body().error().code()).isEqualTo(code);
    }

    @Test
    void rejectBySuccessStatusIsEmpty() {
        assertThat(SandboxException.named("200")).isEmpty();
    }
}
