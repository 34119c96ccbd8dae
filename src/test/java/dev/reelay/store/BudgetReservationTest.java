package dev.reelay.store;

import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.async.VertxContexts;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.store.CallerUsage.Admission;
import dev.reelay.store.CallerUsage.Scope;
import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.video.CreateVideo;
import dev.reelay.video.Fingerprint;
import dev.reelay.video.VideoSpec;

/** Checks what a create is told about the money of its key. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class BudgetReservationTest {
    /** No account has it, so the videos wait. */
    private static final String MODEL = "of no account";
    private static final BigDecimal PRICE = new BigDecimal("0.80");

    private final String owner = "owner " + UUID.randomUUID();
    private final String key = "key_" + UUID.randomUUID();

    @Inject
    VideoCreation creation;
    @Inject
    VertxContexts contexts;
    @Inject
    Pool pool;

    @AfterEach
    void leaveNothing() {
        pool.query("delete from video where owner = '%s'".formatted(owner)).executeAndAwait();
        pool.query("delete from usage_ledger where owner = '%s'".formatted(owner)).executeAndAwait();
        pool.query("delete from usage_sum where owner = '%s'".formatted(owner)).executeAndAwait();
    }

    @Test
    void concurrentCreatesNeverReserveMoreThanTheBudget() {
        // Room for seven videos, and not for eight.
        BigDecimal budget = new BigDecimal("6.00");

        List<Boolean> admitted = Multi.createFrom().range(0, 20)
                .onItem().transformToUni(number -> create(key, budget, "month")).merge(20).collect().asList()
                .await().atMost(LIMIT);

        assertThat(admitted).filteredOn(yes -> yes).hasSize(7);
        assertThat(reserved()).isEqualByComparingTo("5.60");
    }

    @Test
    void endedVideoCountsByItsCostAndUncertainCosts() {
        create(key, PRICE, "day").await().atMost(LIMIT);
        assertThat(create(key, PRICE, "day").await().atMost(LIMIT)).isFalse();

        end("FAILED", false);
        assertThat(create(key, PRICE, "day").await().atMost(LIMIT)).as("a failure gives its reservation back").isTrue();

        end("FAILED", true);
        assertThat(create(key, PRICE, "day").await().atMost(LIMIT)).as("it may be billed").isFalse();
    }

    @Test
    void budgetIsRenewedWithItsPeriod() {
        create(key, PRICE, "total").await().atMost(LIMIT);
        end("COMPLETED", false);
        pool.query("update usage_sum set start = start - interval '1 month' where owner = '%s'".formatted(owner))
                .executeAndAwait();

        assertThat(create(key, PRICE, "total").await().atMost(LIMIT)).isFalse();
        assertThat(create(key, PRICE, "month").await().atMost(LIMIT)).isTrue();
    }

    @Test
    void keysOfOneOwnerHaveBudgetsOfTheirOwn() {
        create(key, PRICE, "day").await().atMost(LIMIT);

        assertThat(create(key + "other", PRICE, "day").await().atMost(LIMIT)).isTrue();
        assertThat(create(key, PRICE, "day").await().atMost(LIMIT)).isFalse();
    }

    /** Returns true if the create was admitted. */
    private Uni<Boolean> create(String keyId, BigDecimal budget, String period) {
        CreateVideo create = new CreateVideo(owner, Optional.of(keyId), new VideoSpec("a dog", MODEL, "1280x720", "8"),
                Optional.empty(), new Fingerprint(new byte[32]), Optional.empty(), false, Optional.empty(), Optional.empty(),
                Optional.of(PRICE));
        return contexts.run(() -> creation.create(create, new Limit(budget, period))).map(result -> true)
                .onFailure(ReelayException.class).recoverWithItem(false);
    }

    private void end(String status, boolean billed) {
        pool.query("""
                update video set status = '%1$s', may_be_billed = %2$s, version = version + 1, lease_owner = null,
                    completed_at = case '%1$s' when 'COMPLETED' then now() end
                where owner = '%3$s' and status not in ('COMPLETED', 'FAILED')""".formatted(status, billed, owner))
                .executeAndAwait();
    }

    private BigDecimal reserved() {
        return pool.query("select reserved from key_spending('%s', 'month')".formatted(key)).executeAndAwait().iterator().next()
                .getBigDecimal(0);
    }

    private record Limit(BigDecimal budget, String period) implements Admission {
        @Override
        public Scope scope() {
            return new Scope(Integer.MAX_VALUE, false, false, Optional.of(period));
        }

        @Override
        public void admit(CallerUsage usage) {
            if (usage.spent().add(usage.reserved()).add(PRICE).compareTo(budget) > 0) {
                throw new ReelayException(ErrorCode.INSUFFICIENT_QUOTA, "Past the budget");
            }
        }
    }
}
