package dev.reelay.api.resources;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;

import dev.reelay.access.AccessControl;
import dev.reelay.access.Budget;
import dev.reelay.access.BudgetPeriod;
import dev.reelay.access.Caller;
import dev.reelay.access.CreateLimits;
import dev.reelay.access.KeyLimits;
import dev.reelay.api.http.RateLimitHeaders;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.store.CallerUsage;
import dev.reelay.store.CallerUsage.Admission;
import dev.reelay.store.CallerUsage.Scope;
import dev.reelay.store.VideoCreation;
import dev.reelay.usage.BudgetAlerts;
import dev.reelay.usage.BudgetStatus;
import dev.reelay.usage.Usd;
import dev.reelay.video.CreateVideo;

/** Stores the video of a create if the limits and the budget of its key admit it, and tells the client their state. */
@ApplicationScoped
class AdmittedCreation {
    private static final Logger LOG = Logger.getLogger(AdmittedCreation.class);

    private final VideoCreation creation;
    private final AccessControl access;
    private final BudgetAlerts alerts;

    AdmittedCreation(VideoCreation creation, AccessControl access, BudgetAlerts alerts) {
        this.creation = creation;
        this.access = access;
        this.alerts = alerts;
    }

    /**
     * Stores the video, or finds that of an earlier, equal create.
     *
     * @return fails with {@link ErrorCode#RATE_LIMIT_EXCEEDED} or {@link ErrorCode#INSUFFICIENT_QUOTA} if a limit is reached
     */
    Uni<VideoCreation.Result> admit(CreateVideo create, Caller caller, HttpServerResponse response) {
        Limits limits = new Limits(create, caller, response);
        return creation.create(create, limits)
                .onFailure(AdmittedCreation::isPastBudget).call(limits::refused)
                .call(limits::admitted);
    }

    private static boolean isPastBudget(Throwable failure) {
        return failure instanceof ReelayException refused && refused.code() == ErrorCode.INSUFFICIENT_QUOTA;
    }

    /** The limits of one create. */
    private final class Limits implements Admission {
        private final CreateVideo create;
        private final Caller caller;
        private final CreateLimits creates;
        private final HttpServerResponse response;
        private @Nullable BudgetStatus budget;

        Limits(CreateVideo create, Caller caller, HttpServerResponse response) {
            this.create = create;
            this.caller = caller;
            this.creates = access.createLimits(caller);
            this.response = response;
        }

        @Override
        public Scope scope() {
            KeyLimits own = caller.limits();
            return new Scope(creates.perMinute(), own.createsPerMinute().isPresent(), own.concurrentVideos().isPresent(),
                    own.budget().map(Budget::period).map(BudgetPeriod::wireName));
        }

        @Override
        public void admit(CallerUsage usage) {
            RateLimitHeaders.CREATES.put(response, creates.peek(usage.creates(), usage.newestAge()));
            caller.limits().budget().ifPresent(limit -> show(
                    new BudgetStatus(limit, usage.spent(), usage.reserved(), Instant.now())));
            RateLimitHeaders.CREATES.put(response, creates.admit(usage.creates(), usage.freeingAge(), usage.openVideos(),
                    usage.untilNextEnd()));
            Optional.ofNullable(budget).ifPresent(status -> show(status.reserve(create.price())));
        }

        /**
         * Records the thresholds that the create has passed. This follows the commit; what a node that ends in between has not
         * recorded, the next create of the key does.
         */
        Uni<Void> admitted() {
            return Optional.ofNullable(budget).map(status -> recorded(alerts.reserved(caller, status)))
                    .orElseGet(() -> Uni.createFrom().voidItem());
        }

        /** Records that the budget is used up. A model without a price is refused whatever the budget has left. */
        Uni<Void> refused() {
            return Optional.ofNullable(budget).filter(status -> create.price().isPresent())
                    .map(status -> recorded(alerts.refused(caller, status)))
                    .orElseGet(() -> Uni.createFrom().voidItem());
        }

        private Uni<Void> recorded(Uni<Void> alert) {
            return alert.onFailure().invoke(failure -> LOG.warnf(failure, "The use of the budget of %s was not recorded",
                    caller.owner()))
                    .onFailure().recoverWithNull();
        }

        private void show(BudgetStatus status) {
            budget = status;
            RateLimitHeaders.putBudget(response, Usd.text(status.budget().amount()), Usd.text(status.remaining()),
                    status.renewal().map(at -> Duration.between(status.time(), at)));
        }
    }
}
