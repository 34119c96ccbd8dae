package dev.reelay.chaos;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** A fake upstream of the dialect {@code replicate}. It knows no idempotency keys, states no progress, and can cancel. */
final class ReplicateStudio extends Studio {
    ReplicateStudio(String name) {
        super(name, false);
    }

    @Override
    void routes(Router router) {
        router.post("/:node/v1/predictions").handler(request -> answer(request, 201,
                sell(request, request.body().asJsonObject().getJsonObject("input").getString("prompt"))));
        router.get("/:node/v1/predictions/:id").handler(request -> answer(request, 200, sale(request)));
        router.post("/:node/v1/predictions/:id/cancel").handler(request -> {
            cancel(sale(request));
            answer(request, 200, sale(request));
        });
        router.get("/:node/v1/files/:id").handler(request -> send(request, sale(request)));
    }

    private void answer(RoutingContext request, int status, Sale sale) {
        JsonObject prediction = JsonObject.of("id", sale.id(), "created_at", "2036-09-01T10:00:00.123456Z");
        switch (sale.state(now())) {
            case "COMPLETED" -> prediction.put("status", "succeeded").put("output", "http://%s/%s/v1/files/%s"
                    .formatted(request.request().getHeader("Host"), request.pathParam("node"), sale.id()));
            case "FAILED" -> prediction.put("status", "failed").put("error", "The studio burned down");
            case "CANCELLED" -> prediction.put("status", "canceled");
            default -> prediction.put("status", "processing");
        }
        request.response().setStatusCode(status).putHeader("Content-Type", "application/json").end(prediction.encode());
    }
}
