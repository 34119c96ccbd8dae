package dev.reelay.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.vertx.core.buffer.Buffer;

class WebhookSignatureTest {
    private static final Instant TIME = Instant.ofEpochSecond(1614265330, 999);

    /** The example of the specification. */
    @Test
    void exampleOfTheSpecificationHasItsSignature() {
        assertThat(WebhookSignature.headers("msg_p5jXN8AQM9LWM0D4loKWxJek", TIME,
                List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), Buffer.buffer("{\"test\": 2432232314}")))
                .containsOnlyKeys("webhook-id", "webhook-timestamp", "webhook-signature")
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void eachSecretHasItsSignature() {
        String first = WebhookSignature.newSecret();
        String second = WebhookSignature.newSecret();
        Buffer body = Buffer.buffer("{\"text\":\"Grüße\"}");

        String both = WebhookSignature.headers("evt_1", TIME, List.of(first, second), body).get("webhook-signature");

        assertThat(both.split(" ")).containsExactly(signature(first, body), signature(second, body)).doesNotHaveDuplicates();
    }

    @Test
    void newSecretsAreLongAndDiffer() {
        String secret = WebhookSignature.newSecret();

        assertThat(secret).startsWith("whsec_").isNotEqualTo(WebhookSignature.newSecret());
        assertThat(Base64.getDecoder().decode(secret.substring("whsec_".length()))).hasSize(32);
    }

    @Test
    void otherTextIsNoSecret() {
        assertThatIllegalArgumentException().isThrownBy(() -> signature("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Buffer.buffer()))
                .withMessageNotContaining("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }

    private static String signature(String secret, Buffer body) {
        return String.valueOf(WebhookSignature.headers("evt_1", TIME, List.of(secret), body).get("webhook-signature"));
    }
}
