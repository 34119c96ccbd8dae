package dev.reelay.upstream.provider;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** A fake of Ark's content generation tasks. */
public final class FakeArk extends FakeProvider {
    private static final String TASKS = "/api/v3/contents/generations/tasks";
    private static final Set<String> FIELDS = Set.of("model", "content", "ratio", "resolution", "duration", "seed", "watermark",
            "camera_fixed", "generate_audio", "return_last_frame", "service_tier", "execution_expires_after");
    private static final Object[] RATIOS = { "16:9", "9:16", "4:3", "3:4", "1:1", "21:9", "adaptive" };
    /** The lengths that the reference confirms, by the beginning of the model's name. */
    private static final Map<String, Object[]> SECONDS = Map.of(
            "dreamina-seedance-2-0", new Object[] { 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 },
            "seedance-1-5-pro", new Object[] { 4, 5, 6, 7, 8, 9, 10, 11, 12 });

    @Override
    public URI url() {
        return URI.create(super.url() + "/api/v3");
    }

    @Override
    protected void routes(Router router) {
        router.route().handler(strict(this::checkKey));
        router.post(TASKS).handler(strict(this::create));
        router.get(TASKS + "/:id").handler(strict(this::status));
        router.delete(TASKS + "/:id").handler(strict(this::cancel));
    }

    @Override
    protected String invalid(String field, String message) {
        return error("InvalidParameter", field + " " + message);
    }

    @Override
    protected Refusal refused() {
        return new Refusal(400, error("InputTextSensitiveContentDetected", "The prompt was flagged"));
    }

    @Override
    protected Refusal unpaid() {
        return new Refusal(402, error("AccountOverdueError", "The account has no balance"));
    }

    private static String error(String code, String message) {
        return "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}".formatted(code, message.replace("\"", "'"));
    }

    private void checkKey(RoutingContext request) {
        if (!("Bearer " + KEY).equals(request.request().getHeader("Authorization"))) {
            throw new Refusal(401, error("AuthenticationError", "The API key is not valid"));
        }
        request.next();
    }

    private void create(RoutingContext request) {
        JsonNode body = json(request);
        checkFields(body, FIELDS);
        String model = text(body, "model");
        checkOneOf(body, "duration", SECONDS.entrySet().stream().filter(entry -> model.startsWith(entry.getKey())).findFirst()
                .orElseThrow(() -> new Refusal(404, error("InvalidEndpointOrModel.NotFound", "No such model"))).getValue());
        checkOneOf(body, "ratio", RATIOS);
        checkOneOf(body, "resolution", "480p", "720p", "1080p");
        String prompt = "";
        Optional<byte[]> image = Optional.empty();
        check(body.path("content").isArray(), "content", "is no list");
        for (JsonNode item : body.path("content")) {
            if (text(item, "type").equals("text")) {
                checkFields(item, Set.of("type", "text"));
                prompt = text(item, "text");
            } else {
                checkFields(item, Set.of("type", "image_url", "role"));
                checkOneOf(item, "type", "image_url");
                check(item.path("role").asText("first_frame").equals("first_frame"), "role", "is unknown");
                checkFields(item.path("image_url"), Set.of("url"));
                image = Optional.of(imageOf(text(item.path("image_url"), "url"), "image_url"));
            }
        }
        check(!prompt.isEmpty(), "content", "has no text");
        accept(request, model, prompt, body, image, job -> answer(request, 200, "{\"id\":\"%s\"}".formatted(job.id())));
    }

    private Job jobOf(RoutingContext request) {
        return job(request.pathParam("id")).orElseThrow(() -> new Refusal(404, error("ResourceNotFound", "No such task")));
    }

    private void status(RoutingContext request) {
        Job job = jobOf(request);
        String rest = switch (job.poll()) {
            case RUNNING -> "\"status\":\"running\"";
            case COMPLETED -> "\"status\":\"succeeded\",\"content\":{\"video_url\":\"%s\"},\"usage\":{\"completion_tokens\":1}"
                    .formatted(fileUrl(job));
            case FAILED -> "\"status\":\"failed\"," + error("InternalServiceError", "It broke").replaceAll("^\\{|}$", "");
            case MODERATED -> "\"status\":\"failed\","
                    + error("OutputVideoSensitiveContentDetected", "The output was flagged").replaceAll("^\\{|}$", "");
            case CANCELLED -> "\"status\":\"cancelled\"";
        };
        answer(request, 200, "{\"id\":\"%s\",\"model\":\"%s\",%s,\"created_at\":1,\"updated_at\":2}".formatted(job.id(),
                job.model(), rest));
    }

    private void cancel(RoutingContext request) {
        jobOf(request).cancel();
        answer(request, 200, "{}");
    }
}
