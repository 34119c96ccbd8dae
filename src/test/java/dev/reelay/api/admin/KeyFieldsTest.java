package dev.reelay.api.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.reelay.access.Budget;
import dev.reelay.access.BudgetPeriod;
import dev.reelay.access.KeyLimits;
import dev.reelay.access.issued.KeySettings;
import dev.reelay.error.ReelayException;

class KeyFieldsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final KeySettings FULL = new KeySettings("alice", new KeyLimits(OptionalInt.of(10), OptionalInt.of(5),
            Optional.of(Set.of("sora-2")), Optional.of(new Budget(new BigDecimal("7.00"), BudgetPeriod.MONTH))),
            Optional.of(NOW.plusSeconds(1)), Map.of("team", "ads"));

    @Test
    void allFieldsAreRead() {
        assertThat(create("""
                {"name": "alice", "creates_per_minute": 10, "concurrent_videos": 5, "models": ["sora-2", "sora-2"],
                "budget": "7", "expires_at": 1700000001, "metadata": {"team": "ads"}}""")).isEqualTo(FULL);
    }

    @Test
    void updateKeepsWhatIsNotSent() {
        assertThat(update("{}", FULL)).isEqualTo(FULL);
        assertThat(update("{\"budget_period\": \"total\"}", FULL).limits().budget())
                .contains(new Budget(new BigDecimal("7.00"), BudgetPeriod.TOTAL));
        assertThat(update("{\"budget\": 1.5}", FULL).limits().budget())
                .contains(new Budget(new BigDecimal("1.50"), BudgetPeriod.MONTH));
    }

    @Test
    void nullRemoves() {
        assertThat(update("""
                {"creates_per_minute": null, "concurrent_videos": null, "models": null, "budget": null, "expires_at": null,
                "metadata": null}""", FULL)).isEqualTo(KeySettings.EMPTY.withName("alice"));
    }

    @Test
    void endMustBeInTheFuture() {
        assertThatExceptionOfType(ReelayException.class)
                .isThrownBy(() -> create("{\"name\": \"a\", \"expires_at\": 1700000000}"))
                .withMessage("Invalid value for parameter: expires_at. Allowed: a Unix time in seconds, in the future");
        assertThat(create("{\"name\": \"a\", \"expires_at\": 253370764800}").expires()).isPresent();
    }

    @Test
    void graceIsADayWithoutABody() {
        assertThat(KeyFields.grace("")).isEqualTo(Duration.ofDays(1)).isEqualTo(KeyFields.grace("{}"));
        assertThat(KeyFields.grace("{\"grace\": 0}")).isZero();
        assertThat(KeyFields.grace("{\"grace\": 2592000}")).isEqualTo(Duration.ofDays(30));
    }

    private static KeySettings create(String body) {
        return KeyFields.ofCreate(body, () -> NOW, "sora-2"::equals).create();
    }

    private static KeySettings update(String body, KeySettings settings) {
        return KeyFields.ofUpdate(body, () -> NOW, "sora-2"::equals).apply(settings);
    }
}
