package dev.reelay.upstream.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountTest {
    private static final Map<String, String> KEY = Map.of("Authorization", "sk-secret-1");

    @ParameterizedTest
    @CsvSource({ "https://api.example.com/base, https://api.example.com/v1/x",
            "https://api.example.com, HTTPS://API.example.com:443/x",
            "http://my_host:8080, http://my_host:8080/x", "http://api.example.com:80, http://api.example.com/x",
            "https://api.example.com, https://user@api.example.com/x" })
    void urlOfTheAccountsOriginGetsTheKey(String base, String url) {
        assertThat(ContentRequest.of(account(base), URI.create(url), KEY).headers()).isEqualTo(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = { "http://api.example.com/x", "https://api.example.com:8443/x", "https://cdn.example.com/x",
            "https://api.example.com.evil.org/x", "https://api.example.com@evil.org/x",
            "https://api.example.com:443@evil.org/x",
            "https://evil.org/https://api.example.com/", "https:opaque", "file:/etc/passwd", "/relative" })
    void urlOfAnotherOriginGetsNoKey(String url) {
        assertThat(ContentRequest.of(account("https://api.example.com"), URI.create(url), KEY).headers()).isEmpty();
    }

    @Test
    void textOfAContentRequestHasNeitherKeyNorSignature() {
        ContentRequest request = ContentRequest.of(account("https://a.b"), URI.create("https://a.b/x?sig=secret"), KEY);

        assertThat(request).hasToString("GET https://a.b/x");
    }

    @Test
    void responseThatRepeatsTheKeyIsRedacted() {
        Account account = account("https://a.b", "Bearer sk-secret");
        UpstreamResponse told = new UpstreamResponse(401, "{\"error\":\"no Bearer sk-secret\"}", Optional.of("sk-secret"),
                Optional.of("of sk-secret"));

        assertThat(account.redact(told).toString()).doesNotContain("sk-secret").contains("no Bearer [hidden]");
        assertThat(account.toString()).doesNotContain("sk-secret");
    }

    @Test
    void shortKeyIsNotRedacted() {
        UpstreamResponse told = new UpstreamResponse(200, "{\"id\":\"video_abc\"}", Optional.empty(), Optional.empty());

        assertThat(account("https://a.b", "id").redact(told)).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({ "video_1-a~b.c, video_1-a~b.c", "a/b, a%2Fb", "a?b, a%3Fb", "a%b, a%25b", "'a b', a%20b", "a+b, a%2Bb",
            "../b, ..%2Fb", ".., %2E%2E", "ü, %C3%BC" })
    void handleIsOnePathSegment(String handle, String segment) {
        assertThat(new Handle(handle).pathSegment()).isEqualTo(segment);
    }

    private static Account account(String url) {
        return account(url, "sk-secret-1");
    }

    private static Account account(String url, String key) {
        return Account.of("a", () -> URI.create(url), key, Duration.ofSeconds(5), Duration.ofSeconds(60));
    }
}
