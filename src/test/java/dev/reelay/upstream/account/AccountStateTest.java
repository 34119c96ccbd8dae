package dev.reelay.upstream.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccountStateTest {
    private final AccountState inUse = new AccountState("a", 7, 4, false, false);
    private final AccountState paused = new AccountState("a", 7, 4, true, false);
    private final AccountState setAside = new AccountState("a", 7, 4, false, true);

    @Test
    void unusedRequestsAndSlotsAreLeft() {
        assertThat(inUse.requestsLeft(10)).isEqualTo(3);
        assertThat(inUse.slotsLeft(5)).isEqualTo(1);
        assertThat(AccountState.unused("a").requestsLeft(10)).isEqualTo(10);
        assertThat(AccountState.unused("a").slotsLeft(5)).isEqualTo(5);
    }

    @Test
    void loweredLimitLeavesNothing() {
        assertThat(inUse.requestsLeft(5)).isZero();
        assertThat(inUse.slotsLeft(3)).isZero();
    }

    @Test
    void requestsLeftWithoutLimitAreInfinite() {
        assertThat(inUse.requestsLeft(0)).isInfinite();
    }

    @Test
    void pauseLeavesNoRequests() {
        assertThat(paused.requestsLeft(10)).isZero();
        assertThat(paused.requestsLeft(0)).isZero();
        assertThat(paused.slotsLeft(5)).isEqualTo(1);
        assertThat(paused.label()).isEqualTo("paused");
    }

    @Test
    void cooldownLeavesNoSlots() {
        assertThat(setAside.slotsLeft(5)).isZero();
        assertThat(setAside.requestsLeft(10)).as("for the videos that it has").isEqualTo(3);
        assertThat(setAside.label()).isEqualTo("cooldown");
    }
}
