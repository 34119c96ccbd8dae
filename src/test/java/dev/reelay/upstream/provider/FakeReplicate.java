package dev.reelay.upstream.provider;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** A fake of Replicate's predictions and files, with the models that the catalogue names. */
public final class FakeReplicate extends FakeProvider {
    private static final String BASE = "/v1";
    private static final Set<String> MODELS = Set.of("google/veo-3.1-fast");
    private static final int LONGEST_DATA_URL = 256_000;

    private final Map<String, byte[]> uploads = new ConcurrentHashMap<>();

    @Override
    public URI url() {
        return URI.create(super.url() + BASE);
    }

    @Override
    protected void routes(Router router) {
        router.route().handler(strict(this::checkKey));
        router.post(BASE + "/models/:owner/:name/predictions").handler(strict(request -> create(request,
                request.pathParam("owner") + "/" + request.pathParam("name"), Set.of("input"))));
        router.post(BASE + "/predictions").handler(
                strict(request -> create(request, text(json(request), "version"), Set.of("input", "version"))));
        router.post(BASE + "/files").handler(strict(this::upload));
        router.get(BASE + "/predictions/:id").handler(strict(this::status));
        router.post(BASE + "/predictions/:id/cancel").handler(strict(this::cancel));
    }

    @Override
    protected String invalid(String field, String message) {
        return """
                {"title":"Input validation failed","detail":"- input: %s %s","status":422,
                 "invalid_fields":[{"type":"invalid","field":"%s"}]}"""
                .formatted(field, message.replace("\"", "'"), field);
    }

    @Override
    protected Refusal refused() {
        return error(422, "The input was flagged as sensitive. (E005)");
    }

    @Override
    protected Refusal unpaid() {
        return error(402, "You have insufficient credit to run this model.");
    }

    private static Refusal error(int status, String detail) {
        return new Refusal(status, "{\"title\":\"Error\",\"detail\":\"%s\",\"status\":%d}".formatted(detail, status));
    }

    private void checkKey(RoutingContext request) {
        if (!("Bearer " + KEY).equals(request.request().getHeader("Authorization"))) {
            throw error(401, "You did not pass a valid authentication token");
        }
        request.next();
    }

    private void create(RoutingContext request, String model, Set<String> fields) {
        if (!MODELS.contains(model)) {
            throw error(404, "The requested resource could not be found.");
        }
        JsonNode body = json(request);
        checkFields(body, fields);
        JsonNode input = body.path("input");
        checkFields(input, Set.of("prompt", "duration", "aspect_ratio", "resolution", "image", "last_frame", "seed",
                "generate_audio"));
        checkOneOf(input, "duration", 4, 6, 8);
        checkOneOf(input, "aspect_ratio", "16:9", "9:16");
        checkOneOf(input, "resolution", "720p", "1080p");
        Optional<byte[]> image = input.has("image") ? Optional.of(imageAt(text(input, "image"))) : Optional.empty();
        accept(request, model, text(input, "prompt"), input, image,
                job -> answer(request, 201, prediction(job, "starting", "\"output\":null,\"error\":null,\"logs\":\"\"")));
    }

    private byte[] imageAt(String uri) {
        if (uri.startsWith("data:")) {
            check(uri.length() <= LONGEST_DATA_URL, "image", "is too long");
            return imageOf(uri, "image");
        }
        check(uploads.containsKey(uri), "image", "was not uploaded");
        return uploads.get(uri);
    }

    private void upload(RoutingContext request) {
        if (isBroken(request)) {
            return;
        }
        byte[] content = fileOf(request, "content");
        String id = "f%d".formatted(uploads.size());
        String location = url() + "/files/" + id;
        uploads.put(location, content);
        answer(request, 201, "{\"id\":\"%s\",\"size\":%d,\"urls\":{\"get\":\"%s\"},\"expires_at\":\"2026-09-02T10:00:00Z\"}"
                .formatted(id, content.length, location));
    }

    private void status(RoutingContext request) {
        Job job = jobOf(request);
        answer(request, 200, state(job, job.poll()));
    }

    private void cancel(RoutingContext request) {
        Job job = jobOf(request);
        job.cancel();
        answer(request, 200, state(job, job.look()));
    }

    private String state(Job job, State state) {
        return switch (state) {
            case RUNNING -> prediction(job, "processing",
                    "\"output\":null,\"error\":null,\"logs\":\"seed: 7\\n 40%|####      | 8/20 [00:02]\"");
            case COMPLETED -> prediction(job, "succeeded",
                    "\"output\":\"%s\",\"error\":null,\"metrics\":{\"predict_time\":60.1}".formatted(fileUrl(job)));
            case FAILED -> prediction(job, "failed", "\"output\":null,\"error\":\"CUDA out of memory\"");
            case MODERATED -> prediction(job, "failed",
                    "\"output\":null,\"error\":\"The input or output was flagged as sensitive. (E005)\"");
            case CANCELLED -> prediction(job, "canceled", "\"output\":null,\"error\":null");
        };
    }

    private String prediction(Job job, String status, String more) {
        String location = url() + "/predictions/" + job.id();
        return """
                {"id":"%s","model":"%s","version":"hidden","status":"%s","created_at":"2036-09-01T10:00:00.123456Z",
                 "input":{},"urls":{"get":"%s","cancel":"%s/cancel"},%s}"""
                .formatted(job.id(), job.model(), status, location, location, more);
    }

    private Job jobOf(RoutingContext request) {
        return job(request.pathParam("id")).orElseThrow(() -> error(404, "The requested resource could not be found."));
    }
}
