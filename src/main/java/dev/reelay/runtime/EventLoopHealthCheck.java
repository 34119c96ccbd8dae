package dev.reelay.runtime;

import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

import io.netty.util.concurrent.EventExecutor;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/**
 * The liveness check: the process is live if each event loop runs a task in time. The connections of a blocked event loop
 * do not recover, so a restart is the remedy. No other failure of this program needs one.
 */
@Liveness
@ApplicationScoped
class EventLoopHealthCheck implements AsyncHealthCheck {
    /** Shorter than the prober's timeout, so that the prober gets a response. */
    static final Duration PING_TIMEOUT = Duration.ofSeconds(2);

    private final VertxInternal vertx;

    EventLoopHealthCheck(Vertx vertx) {
        this.vertx = (VertxInternal) vertx;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        List<Uni<Boolean>> loops = StreamSupport.stream(vertx.getEventLoopGroup().spliterator(), false)
                .map(EventLoopHealthCheck::ping).toList();
        return Uni.join().all(loops).andFailFast().map(EventLoopHealthCheck::toResponse);
    }

    private static Uni<Boolean> ping(EventExecutor loop) {
        return Uni.createFrom().<Boolean> emitter(emitter -> loop.execute(() -> emitter.complete(true)))
                .ifNoItem().after(PING_TIMEOUT).recoverWithItem(false);
    }

    private static HealthCheckResponse toResponse(List<Boolean> answers) {
        long stuck = answers.stream().filter(response -> !response).count();
        return HealthCheckResponse.named("event loops").status(stuck == 0)
                .withData("running", answers.size() - stuck).withData("stuck", stuck).build();
    }
}
