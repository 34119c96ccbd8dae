package dev.reelay.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.reelay.access.ApiKey.SecretHash;

class KeyringTest {
    private static final String ID = "key_00000000000000000000000000000001";
    private static final String OTHER_ID = "key_00000000000000000000000000000002";

    private Instant now = Instant.ofEpochSecond(1_700_000_000);
    private final Keyring keyring = new Keyring(() -> now);

    @BeforeEach
    void addConfiguredKeys() {
        keyring.addFixed(Stream.of("alice:sk-a", "alice:sk-new", " bob:sk-b ", "robert:bob:sk-r", "mail@host:sk-x:y",
                "sk-nameless").map(ApiKey::parse).toList());
    }

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

        assertThat(nameless.owner()).matches("key-[0-9a-f]{12}").isEqualTo(ApiKey.parse("sk-nameless").key().name());
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

    @Test
    void administratorHasNameOrIsNamedAfterItsHash() {
        assertThat(ApiKey.parseAdmin("ops:sk-admin-a:b").owner()).isEqualTo("ops");
        assertThat(ApiKey.parseAdmin(" sk-admin-a ").owner()).matches("admin-[0-9a-f]{12}");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "sk-a", "ops:sk-a", "sk-admin-", ":sk-admin-a", "a:b:sk-admin-a", "sk-admin-a:sk-admin-b" })
    void malformedAdminKeyIsRejectedWithoutItsSecret(String configured) {
        assertThatIllegalArgumentException().isThrownBy(() -> ApiKey.parseAdmin(configured))
                .withMessage("reelay.access.admin-keys: each key is sk-admin-… or name:sk-admin-…");
    }

    @Test
    void issuedKeyIsValidUntilItsEnd() {
        keyring.putIssued(issued(ID, secret("sk-i", now.plusSeconds(10))));
        Caller caller = keyring.callerOf("Bearer sk-i").orElseThrow();

        assertThat(caller).isEqualTo(keyring.callerOfIssued(ID).orElseThrow());
        assertThat(caller.key()).map(CallerKey::id).contains(ID);
        assertThat(caller.owner()).isEqualTo("shop");
        now = now.plusSeconds(10);
        assertThat(keyring.callerOf("sk-i")).isEmpty();
        assertThat(keyring.callerOfIssued(ID)).isEmpty();
        assertThat(keyring.isValid(caller)).isFalse();
        assertThat(keyring.isIssued(ID)).isTrue();
    }

    @Test
    void formerSecretIsValidUntilItsEnd() {
        keyring.putIssued(issued(ID, secret("sk-first", Instant.MAX)));
        keyring.putIssued(issued(ID, secret("sk-second", Instant.MAX), secret("sk-first", now.plusSeconds(10))));

        assertThat(keyring.callerOf("sk-first")).isEqualTo(keyring.callerOf("sk-second")).isPresent();
        now = now.plusSeconds(10);
        assertThat(keyring.callerOf("sk-first")).isEmpty();
        assertThat(keyring.callerOf("sk-second")).isPresent();
        keyring.putIssued(issued(ID, secret("sk-third", Instant.MAX)));
        assertThat(keyring.callerOf("sk-second")).isEmpty();
    }

    @Test
    void removedKeyIsInvalidAndOthersStay() {
        keyring.putIssued(issued(ID, secret("sk-i", Instant.MAX)));
        keyring.putIssued(issued(OTHER_ID, secret("sk-j", Instant.MAX)));

        Caller caller = keyring.callerOf("sk-i").orElseThrow();
        assertThat(keyring.isValid(caller)).isTrue();

        keyring.removeIssued(ID);
        keyring.removeIssued(ID);

        assertThat(keyring.callerOf("sk-i")).isEmpty();
        assertThat(keyring.isValid(caller)).isFalse();
        assertThat(keyring.isValid(keyring.callerOf("sk-a").orElseThrow())).isTrue();
        assertThat(keyring.isValid(new Caller("alice", Optional.empty()))).isTrue();
        assertThat(keyring.callerOf("sk-j")).isPresent();
    }

    @Test
    void allIssuedKeysAreReplacedAndConfiguredOnesStay() {
        keyring.putIssued(issued(ID, secret("sk-i", Instant.MAX)));

        keyring.replaceIssued(List.of(issued(OTHER_ID, secret("sk-j", Instant.MAX))));

        assertThat(keyring.callerOf("sk-i")).isEmpty();
        assertThat(keyring.callerOf("sk-j")).isPresent();
        assertThat(keyring.callerOf("sk-a")).isPresent();
        assertThat(keyring.contains("shop")).as("an owner of a key that is not issued").isFalse();
    }

    @Test
    void lastUseOfIssuedKeyIsNotedOnce() {
        keyring.putIssued(issued(ID, secret("sk-i", Instant.MAX)));
        keyring.callerOf("sk-a");
        assertThat(keyring.takeUses()).isEmpty();

        keyring.callerOf("sk-i");
        now = now.plusSeconds(1);
        keyring.callerOf("sk-i");
        Map<String, Instant> uses = keyring.takeUses();

        assertThat(uses).containsExactly(Map.entry(ID, now));
        assertThat(keyring.takeUses()).isEmpty();
        keyring.returnUses(Map.of(ID, now.minusSeconds(5)));
        keyring.returnUses(uses);
        assertThat(keyring.takeUses()).isEqualTo(uses);
    }

    private static ApiKey issued(String id, SecretHash... secrets) {
        return new ApiKey(new CallerKey(id, "name of " + id, KeyLimits.NONE), "shop", ApiKey.Source.ISSUED, List.of(secrets));
    }

    private static SecretHash secret(String secret, Instant until) {
        return new SecretHash(ApiKey.hash(secret), until);
    }

    private static void isCaller(Caller caller, String owner, String keyName) {
        assertThat(caller.owner()).isEqualTo(owner);
        assertThat(caller.key()).map(CallerKey::name).contains(keyName);
    }
}
