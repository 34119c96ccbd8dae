package dev.reelay.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringTest {
    private final Keyring keyring = new Keyring(List.of(ApiKey.parse("alice:sk-a"), ApiKey.parse("alice:sk-new"),
            ApiKey.parse(" bob:sk-b "), ApiKey.parse("robert:bob:sk-r"), ApiKey.parse("mail@host:sk-x:y"),
            ApiKey.parse("sk-nameless")));

    @ParameterizedTest
    @ValueSource(strings = { "sk-a", "Bearer sk-a", "bearer sk-a", "BEARER  sk-a", " sk-a ", "sk-new" })
    void validKeyReturnsCallerWithAndWithoutBearer(String authorization) {
        assertThat(keyring.callerOf(authorization)).hasValueSatisfying(caller -> isCaller(caller, "alice", "alice"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "sk-", "sk-A", "sk-ab", "a", "alice:sk-a", "Basic sk-a", "Bearer", "Bearer sk-" })
    void invalidKeyReturnsNoCaller(String authorization) {
        assertThat(keyring.callerOf(authorization)).isEmpty();
    }

    @Test
    void keyWithoutNameIsNamedAfterItsHash() {
        Caller nameless = keyring.callerOf("sk-nameless").orElseThrow();

        assertThat(nameless.owner()).matches("key-[0-9a-f]{12}").isEqualTo(ApiKey.parse("sk-nameless").name());
        assertThat(nameless.key()).map(CallerKey::name).contains(nameless.owner());
    }

    @Test
    void idOfKeyFollowsFromItsNameAndNotItsSecret() {
        CallerKey key = keyring.callerOf("sk-a").flatMap(Caller::key).orElseThrow();

        assertThat(key.id()).matches("key_[0-9a-f]{32}")
                .isEqualTo(keyring.callerOf("sk-new").flatMap(Caller::key).orElseThrow().id())
                .isNotEqualTo(keyring.callerOf("sk-r").flatMap(Caller::key).orElseThrow().id());
    }

    @Test
    void keysWithOneOwnerKeepTheirNames() {
        assertThat(keyring.callerOf("sk-b")).hasValueSatisfying(caller -> isCaller(caller, "bob", "bob"));
        assertThat(keyring.callerOf("sk-r")).hasValueSatisfying(caller -> isCaller(caller, "bob", "robert"));
        assertThat(keyring.contains("bob")).isTrue();
        assertThat(keyring.contains("robert")).isFalse();
    }

    @Test
    void secretOfKeyWithNameMayContainColons() {
        assertThat(keyring.callerOf("sk-x:y"))
                .hasValueSatisfying(caller -> isCaller(caller, "mail@host", "mail@host"));
        assertThat(ApiKey.parse("a:sk-b:sk-c").owner()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "secret", "sk-", ":sk-a", "alice:", "alice:secret", "alice::sk-a", ":owner:sk-a",
            "a:b:c:sk-a", "alice:owner:", "sk-a:b" })
    void malformedConfiguredKeyIsRejectedWithoutItsSecret(String configured) {
        assertThatIllegalArgumentException().isThrownBy(() -> ApiKey.parse(configured))
                .withMessage("reelay.access.keys: each key is sk-…, name:sk-… or name:owner:sk-…");
    }

    @Test
    void generatedSecretsDiffer() {
        assertThat(ApiKey.newSecret()).matches("sk-[0-9a-f]{48}").isNotEqualTo(ApiKey.newSecret());
    }

    private static void isCaller(Caller caller, String owner, String keyName) {
        assertThat(caller.owner()).isEqualTo(owner);
        assertThat(caller.key()).map(CallerKey::name).contains(keyName);
    }
}
