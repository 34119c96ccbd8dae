package dev.reelay.chaos;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** A fake upstream of the dialect {@code sora}. It honours {@code Idempotency-Key}, states progress, and cannot cancel. */
final class SoraStudio extends Studio {
    SoraStudio(String name) {
        super(name, true);
    }

    @Override
    void routes(Router router) {
        router.post("/:node/v1/videos").handler(request -> request
                .json(JsonObject.of("id", sell(request, request.request().getFormAttribute("prompt")).id(), "status",
                        "submitted")));
        router.get("/:node/v1/videos/:id").handler(this::status);
        router.get("/:node/v1/videos/:id/content").handler(request -> send(request, sale(request)));
    }

    private void status(RoutingContext request) {
        Sale sale = sale(request);
        request.json(switch (sale.state(now())) {
            case "COMPLETED" -> JsonObject.of("status", "completed", "progress", 100);
            case "FAILED" -> JsonObject.of("status", "failed", "error", "The studio burned down");
            default -> JsonObject.of("status", "in_progress", "progress", sale.progress(now()));
        });
    }
}
