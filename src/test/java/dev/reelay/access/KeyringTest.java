package dev.reelay.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringTest {
    private final Keyring keyring = new Keyring(List.of(ApiKey.parse("alice:sk-a"), ApiKey.parse("alice:sk-new"),
            ApiKey.parse(" bob:sk-b "), ApiKey.parse("sk-nameless")));

    @ParameterizedTest
    @ValueSource(strings = { "sk-a", "Bearer sk-a", "bearer sk-a", "BEARER  sk-a", " sk-a ", "sk-new" })
    void validKeyReturnsCallerWithAndWithoutBearer(String authorization) {
        assertThat(keyring.callerOf(authorization)).contains(new Caller("alice"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "sk-", "sk-A", "sk-ab", "a", "alice:sk-a", "Basic sk-a", "Bearer", "Bearer sk-" })
    void invalidKeyReturnsNoCaller(String authorization) {
        assertThat(keyring.callerOf(authorization)).isEmpty();
    }

    @Test
    void keyWithoutNameIsNamedAfterItsHash() {
        String name = keyring.callerOf("sk-nameless").orElseThrow().name();

        assertThat(name).matches("key-[0-9a-f]{12}").isEqualTo(ApiKey.parse("sk-nameless").name());
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "secret", "sk-", ":sk-a", "alice:", "alice:secret" })
    void malformedConfiguredKeyIsRejectedWithoutItsSecret(String configured) {
        assertThatIllegalArgumentException().isThrownBy(() -> ApiKey.parse(configured))
                .withMessage("reelay.access.keys: each key is sk-… or name:sk-…");
    }

    @Test
    void generatedSecretsDiffer() {
        assertThat(ApiKey.newSecret()).matches("sk-[0-9a-f]{48}").isNotEqualTo(ApiKey.newSecret());
    }
}
