package dev.reelay.upstream.provider;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** A fake of Runway's API and of its storage, with the models that the catalogue names. */
public final class FakeRunway extends FakeProvider {
    private static final Object[] GEN_SECONDS = { 2, 3, 4, 5, 6, 7, 8, 9, 10 };
    private static final Object[] VEO_SECONDS = { 4, 6, 8 };
    private static final Object[] GEN_RATIOS = { "1280:720", "720:1280" };
    private static final Object[] VEO_RATIOS = { "1280:720", "720:1280", "1920:1080", "1080:1920" };
    private static final int LONGEST_DATA_URL = 5_000_000;

    private static final Map<String, Model> MODELS = Map.ofEntries(
            entry("gen4.5", new Model(GEN_SECONDS, GEN_RATIOS)),
            entry("veo3.1", new Model(VEO_SECONDS, VEO_RATIOS)),
            entry("veo3.1_fast", new Model(VEO_SECONDS, VEO_RATIOS)));

    private final Map<String, byte[]> uploads = new ConcurrentHashMap<>();

    private record Model(Object[] seconds, Object[] ratios) {
    }

    @Override
    protected void routes(Router router) {
        router.route().handler(strict(this::checkHeaders));
        router.post("/v1/text_to_video").handler(strict(request -> create(request, false)));
        router.post("/v1/image_to_video").handler(strict(request -> create(request, true)));
        router.post("/v1/uploads").handler(strict(this::initiateUpload));
        router.get("/v1/tasks/:id").handler(strict(this::status));
        router.delete("/v1/tasks/:id").handler(strict(this::delete));
    }

    @Override
    protected void routesOfFiles(Router router) {
        router.post("/uploads/:id").handler(bodies()).handler(strict(this::store));
    }

    @Override
    protected String invalid(String field, String message) {
        return "{\"error\":\"Validation of body failed\",\"issues\":[{\"code\":\"custom\",\"message\":\"%s\",\"path\":[\"%s\"]}]}"
                .formatted(message.replace("\"", "'"), field);
    }

    @Override
    protected Refusal refused() {
        return new Refusal(400, "{\"error\":\"The prompt did not pass content moderation.\"}");
    }

    @Override
    protected Refusal unpaid() {
        return new Refusal(400, "{\"error\":\"You do not have enough credits to run this task.\"}");
    }

    private void checkHeaders(RoutingContext request) {
        if (!("Bearer " + KEY).equals(request.request().getHeader("Authorization"))) {
            throw new Refusal(401, "{\"error\":\"The provided API key is not valid.\"}");
        }
        check("2024-11-06".equals(request.request().getHeader("X-Runway-Version")), "X-Runway-Version", "is unknown");
        request.next();
    }

    private void create(RoutingContext request, boolean withImage) {
        JsonNode body = json(request);
        checkFields(body, Set.of("model", "promptText", "ratio", "duration", "seed", "promptImage"));
        check(body.has("promptImage") == withImage, "promptImage", "is for image_to_video only");
        checkOneOf(body, "model", MODELS.keySet().toArray());
        Model model = MODELS.get(text(body, "model"));
        checkOneOf(body, "duration", model.seconds());
        checkOneOf(body, "ratio", model.ratios());
        Optional<byte[]> image = withImage ? Optional.of(imageAt(text(body, "promptImage"))) : Optional.empty();
        accept(request, text(body, "model"), text(body, "promptText"), body, image, job -> answer(request, 200,
                "{\"id\":\"%s\",\"estimatedCost\":{\"credits\":120}}".formatted(job.id())));
    }

    private byte[] imageAt(String uri) {
        check(uri.length() <= LONGEST_DATA_URL, "promptImage", "is too long");
        if (uri.startsWith("runway://")) {
            check(uploads.containsKey(uri), "promptImage", "was not uploaded");
            return uploads.get(uri);
        }
        return imageOf(uri, "promptImage");
    }

    private void initiateUpload(RoutingContext request) {
        JsonNode body = json(request);
        checkFields(body, Set.of("filename", "type"));
        checkOneOf(body, "type", "ephemeral");
        if (isBroken(request)) {
            return;
        }
        String id = "u%d-%s".formatted(uploads.size(), text(body, "filename"));
        answer(request, 200,
                "{\"uploadUrl\":\"%s/uploads/%s\",\"fields\":{\"key\":\"k/%s\",\"policy\":\"e30=\"},\"runwayUri\":\"%s\"}"
                        .formatted(filesUrl(), id, id, "runway://" + id));
    }

    private void store(RoutingContext request) {
        check(request.request().getHeader("Authorization") == null, "Authorization", "is not for the storage");
        String id = request.pathParam("id");
        check(("k/" + id).equals(request.request().getFormAttribute("key")), "key", "is not the signed one");
        uploads.put("runway://" + id, fileOf(request, "file"));
        request.response().setStatusCode(204).end();
    }

    private void status(RoutingContext request) {
        Job job = jobOf(request);
        answer(request, 200,
                "{\"id\":\"%s\",\"createdAt\":\"2026-09-01T10:00:00Z\",%s}".formatted(job.id(), switch (job.poll()) {
                    case RUNNING -> "\"status\":\"RUNNING\",\"progress\":0.42,\"estimatedCost\":{\"credits\":120}";
                    case COMPLETED ->
                        "\"status\":\"SUCCEEDED\",\"output\":[\"%s\"],\"cost\":{\"credits\":120}".formatted(fileUrl(job));
                    case FAILED -> "\"status\":\"FAILED\",\"failure\":\"The output was unusable\","
                            + "\"failureCode\":\"INTERNAL.BAD_OUTPUT.CODE01\",\"cost\":{\"credits\":0}";
                    case MODERATED -> "\"status\":\"FAILED\",\"failure\":\"The output was rejected\","
                            + "\"failureCode\":\"SAFETY.OUTPUT.VIDEO\",\"cost\":{\"credits\":0}";
                    case CANCELLED -> "\"status\":\"CANCELLED\",\"cost\":{\"credits\":0}";
                }));
    }

    /** Cancels a running task. A further request deletes it, which this fake answers in the same way. */
    private void delete(RoutingContext request) {
        Job job = jobOf(request);
        check(job.cancel(), "id", "is of a task that has ended, and a deleted video is lost");
        request.response().setStatusCode(204).end();
    }

    private Job jobOf(RoutingContext request) {
        return job(request.pathParam("id")).filter(job -> !job.isCancelled())
                .orElseThrow(() -> new Refusal(404, "{\"error\":\"Task not found\"}"));
    }
}
